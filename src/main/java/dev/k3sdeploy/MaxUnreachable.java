package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Tolerance;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many machines of a run may be lost before it stops.
 *
 * @param number of machines, or percents of them
 * @param percent whether it is percents
 */
record MaxUnreachable(int number, boolean percent) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})( ?%)?");

    /** @throws IllegalArgumentException when it is neither a number of machines nor percents of them */
    static MaxUnreachable parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || (form.group(2) != null && Integer.parseInt(form.group(1)) > 100)) {
            throw new IllegalArgumentException(
                    "is «" + text + "», which is neither a number of machines, as 2, nor a part of them, as 10%");
        }
        return new MaxUnreachable(Integer.parseInt(form.group(1)), form.group(2) != null);
    }

    /** Of a run with so many machines; a part of a machine is none. */
    int of(int machines) {
        return percent ? (int) ((long) machines * number / 100) : number;
    }

    /** For a run with so many machines, with what comes of it told to the user. */
    Tolerance tolerance(int machines, Predicate<Target> dispensable, ClusterOptions.Notices notices) {
        return new Tolerance(of(machines), dispensable, new Tolerance.Listener() {
            @Override
            public void wentOnWithout(List<Target> lost, int most) {
                notices.note(Message.of("run.went-on-without", names(lost), allowed(machines)));
            }

            @Override
            public void stopped(List<Target> lost, int most) {
                notices.note(Message.of("run.too-many-lost", names(lost), allowed(machines)));
            }
        });
    }

    private Message allowed(int machines) {
        return percent
                ? Message.of("run.may-be-lost.percent", number, of(machines), machines)
                : Message.of("run.may-be-lost", number);
    }

    private static Message names(List<Target> targets) {
        return Message.list(targets.stream().map(Target::name).toList());
    }
}
