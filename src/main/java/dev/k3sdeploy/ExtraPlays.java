package dev.k3sdeploy;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.k3s.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Plays of the caller's; those of the same moment in the order in which they were given. */
record ExtraPlays(List<Extra> all) {
    static final ExtraPlays NONE = new ExtraPlays(List.of());

    record Extra(Play play, Moment moment) {}

    ExtraPlays {
        all = List.copyOf(all);
    }

    ExtraPlays and(Play play, Moment moment) {
        List<Extra> more = new ArrayList<>(all);
        more.add(new Extra(play, moment));
        return new ExtraPlays(more);
    }

    /** The playbook of an installation with these plays in their places. */
    Playbook in(Playbook up, Predicate<Target> limit) {
        List<Play> plays = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            plays.addAll(at(Moment.before(phase), limit));
            up.plays().stream()
                    .filter(play -> play.title().equals(phase.title()))
                    .forEach(plays::add);
            plays.addAll(at(Moment.after(phase), limit));
        }
        return new Playbook(up.title(), plays);
    }

    private List<Play> at(Moment moment, Predicate<Target> limit) {
        return all.stream()
                .filter(extra -> extra.moment().equals(moment))
                .map(extra -> limited(extra.play(), limit))
                .filter(play -> !play.tasks().isEmpty())
                .toList();
    }

    private static Play limited(Play play, Predicate<Target> limit) {
        Map<Target, List<Task>> tasks = new LinkedHashMap<>(play.tasks());
        tasks.keySet().removeIf(limit.negate());
        return new Play(play.title(), tasks, play.turns());
    }
}
