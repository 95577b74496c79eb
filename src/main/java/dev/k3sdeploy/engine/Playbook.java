package dev.k3sdeploy.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Plays, one after the other. Pure data: it can be printed and compared.
 *
 * @param title for people: what all plays come to
 * @param plays in their order
 */
public record Playbook(String title, List<Play> plays) {
    /**
     * Takes a copy of the plays.
     *
     * @param title {@link #title()}
     * @param plays {@link #plays()}
     */
    public Playbook {
        plays = List.copyOf(plays);
    }

    /**
     * {@return plays, one after the other}
     *
     * @param title what they come to, for people
     * @param plays in their order
     */
    public static Playbook of(String title, Play... plays) {
        return new Playbook(title, List.of(plays));
    }

    /**
     * The same, begun with another play.
     *
     * @param first to come before all others
     * @return a new playbook
     */
    public Playbook after(Play first) {
        List<Play> all = new ArrayList<>(List.of(first));
        all.addAll(plays);
        return new Playbook(title, all);
    }

    /**
     * The same, with more plays at its end.
     *
     * @param last to come after all others, in their order
     * @return a new playbook
     */
    public Playbook then(List<Play> last) {
        List<Play> all = new ArrayList<>(plays);
        all.addAll(last);
        return new Playbook(title, all);
    }

    /** {@return the plan as text: plays, machines and task titles} */
    public String describe() {
        StringBuilder text = new StringBuilder(title).append('\n');
        for (Play play : plays) {
            text.append('\n').append(play.title()).append('\n');
            play.tasks().forEach((target, tasks) -> {
                text.append("  ").append(target).append('\n');
                tasks.forEach(task -> text.append("    ").append(task.title()).append('\n'));
            });
        }
        return text.toString();
    }
}
