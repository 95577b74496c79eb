package dev.k3sdeploy.inventory;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody probably meant. */
public final class Nearest {
    /** Any two shorter names are near to each other. */
    private static final int SHORTEST = 3;

    private Nearest() {}

    /**
     * The candidate with the fewest typing errors, when they are few enough to be typing errors.
     *
     * @param written what a person has typed
     * @param candidates what there is
     * @return empty when nothing is near
     */
    public static Optional<String> to(String written, Collection<String> candidates) {
        int most = written.length() < SHORTEST ? 0 : Math.max(1, written.length() / 4);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - written.length()) <= most)
                .filter(candidate -> distance(written, candidate) <= most)
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)));
    }

    /** Levenshtein's: insertions, deletions and replacements. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= a.length(); row++) {
            int[] line = new int[b.length() + 1];
            line[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int replaced = above[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                line[column] = Math.min(replaced, Math.min(above[column], line[column - 1]) + 1);
            }
            above = line;
        }
        return above[b.length()];
    }
}
