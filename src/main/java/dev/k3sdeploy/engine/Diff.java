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
     */
    public record Change(String subject, String before, String after) {}

    public Diff {
        changes = List.copyOf(changes);
    }

    public static Diff of(String summary) {
        return new Diff(summary, List.of());
    }

    public static Diff of(String summary, String subject, String before, String after) {
        return new Diff(summary, List.of(new Change(subject, before, after)));
    }
}
