package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of K3S: a Kubernetes version and the number of the K3S build of it, as in {@code v1.33.5+k3s1}. Ordered from
 * old to new; a release candidate comes before its release.
 *
 * @param major of Kubernetes
 * @param minor of Kubernetes: 33 for v1.33.5
 * @param patch of Kubernetes
 * @param preRelease what follows the dash ({@code rc1}), or empty
 * @param k3s the number after {@code +k3s}
 */
public record K3sVersion(int major, int minor, int patch, String preRelease, int k3s)
        implements Comparable<K3sVersion> {
    private static final String NUMBER = "(0|[1-9]\\d{0,8})";
    private static final Pattern PRE_RELEASE = Pattern.compile("[\\w.]*");
    private static final Pattern FORM =
            Pattern.compile("v" + NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-([\\w.]+))?\\+k3s" + NUMBER);
    private static final Pattern NEARLY = Pattern.compile("[vV]?([\\d.]+(?:-rc\\.?\\d+)?)[-+_]k3s(\\d+)");
    private static final Comparator<K3sVersion> OLD_TO_NEW = Comparator.comparingInt(K3sVersion::major)
            .thenComparingInt(K3sVersion::minor)
            .thenComparingInt(K3sVersion::patch)
            .thenComparing(K3sVersion::preRelease, K3sVersion::comparePreReleases)
            .thenComparingInt(K3sVersion::k3s);

    /**
     * A version by its numbers; for a text see {@link #parse}.
     *
     * @param major {@link #major()}
     * @param minor {@link #minor()}
     * @param patch {@link #patch()}
     * @param preRelease {@link #preRelease()}
     * @param k3s {@link #k3s()}
     * @throws IllegalArgumentException when the pre-release is no word of letters, digits and dots
     */
    public K3sVersion {
        if (!PRE_RELEASE.matcher(preRelease).matches()) {
            throw new IllegalArgumentException("not a pre-release: " + preRelease);
        }
    }

    /**
     * Reads a version as K3S writes it; a text that is none gives an error which says what one looks like.
     *
     * @param text as {@code v1.33.5+k3s1}
     * @return the version of that text
     * @throws dev.k3sdeploy.problem.K3sDeployException when it is none
     */
    public static K3sVersion parse(String text) {
        return find(text)
                .orElseThrow(() -> new K3sDeployException("«" + Quote.of(text) + "» is not a K3S version", hint(text)));
    }

    /**
     * The same, empty for a text that is none.
     *
     * @param text maybe a version
     * @return the version, or empty
     */
    public static Optional<K3sVersion> find(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String preRelease = form.group(4) == null ? "" : form.group(4);
        return Optional.of(
                new K3sVersion(number(form, 1), number(form, 2), number(form, 3), preRelease, number(form, 5)));
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    private static String hint(String text) {
        Matcher nearly = NEARLY.matcher(text.strip());
        String example = nearly.matches() ? "v" + nearly.group(1) + "+k3s" + nearly.group(2) : "";
        return find(example).isPresent()
                ? "Did you mean " + example + "?"
                : "A version looks like v1.33.5+k3s1; the list is at https://github.com/k3s-io/k3s/releases."
                        + " A minor such as v1.33 is a channel: set k3s_channel instead";
    }

    /** By number where both have one, so that {@code rc10} follows {@code rc9}. */
    private static int comparePreReleases(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        int byWord = one.replaceAll("\\d+$", "").compareTo(other.replaceAll("\\d+$", ""));
        if (byWord != 0) {
            return byWord;
        }
        return one.length() == other.length() ? one.compareTo(other) : Integer.compare(one.length(), other.length());
    }

    @Override
    public int compareTo(K3sVersion other) {
        return OLD_TO_NEW.compare(this, other);
    }

    /** The tag of the release, exactly. */
    @Override
    public String toString() {
        String dash = preRelease.isEmpty() ? "" : "-" + preRelease;
        return "v" + major + "." + minor + "." + patch + dash + "+k3s" + k3s;
    }
}
