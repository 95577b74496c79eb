package dev.k3sdeploy.engine;

import java.util.List;

/**
 * What a fix changes, for people.
 *
 * @param summary one line: «install curl, jq»
 * @param changes the texts before and after, where showing them helps; never with a secret
 */
public record Diff(String summary, List<Change> changes) {
    /**
     * One text before and after.
     *
     * @param subject a path, as a rule
     * @param before empty when there was nothing
     * @param after empty when nothing will be there
     */
    public record Change(String subject, String before, String after) {}

    /**
     * Takes a copy of the changes.
     *
     * @param summary {@link #summary()}
     * @param changes {@link #changes()}
     */
    public Diff {
        changes = List.copyOf(changes);
    }

    /**
     * {@return a difference that a sentence tells}
     *
     * @param summary what would be done: «create /etc/motd»
     */
    public static Diff of(String summary) {
        return new Diff(summary, List.of());
    }

    /**
     * {@return a difference of one text}
     *
     * @param summary what would be done
     * @param subject what the text is, as a path
     * @param before empty where there is none yet
     * @param after empty where it goes
     */
    public static Diff of(String summary, String subject, String before, String after) {
        return new Diff(summary, List.of(new Change(subject, before, after)));
    }
}
