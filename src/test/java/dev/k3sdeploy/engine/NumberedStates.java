package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import java.util.stream.IntStream;

/**
 * What tests of scale want of a machine: numbered states, each a file in the login user's home that is there or is not. The
 * commands are a shell's, so that a real one can obey them.
 */
public final class NumberedStates {
    private static final String QUESTION = "[ ! -e \"$HOME/%d\" ] || echo there";
    private static final String PUT = ": >\"$HOME/%d\"";
    private static final String REMOVE = "rm \"$HOME/%d\"";

    private NumberedStates() {}

    /** Says {@code there}, or nothing. */
    public static Command question(int number) {
        return Command.script(QUESTION.formatted(number));
    }

    static Command change(int number, boolean there) {
        return Command.script((there ? PUT : REMOVE).formatted(number));
    }

    /** Tasks that put, or remove, so many states. */
    public static Task[] tasks(int count, boolean there) {
        return IntStream.range(0, count).mapToObj(number -> task(number, there)).toArray(Task[]::new);
    }

    private static Task task(int number, boolean there) {
        return new Task() {
            @Override
            public String title() {
                return (there ? "Put state " : "Remove state ") + number;
            }

            @Override
            public Verdict check(Probe host) {
                boolean is = host.ask(question(number)).text().equals("there");
                return is == there
                        ? Verdict.inPlace("as it should be")
                        : Verdict.drift("state " + number, machine -> machine.run(change(number, there)));
            }
        };
    }
}
