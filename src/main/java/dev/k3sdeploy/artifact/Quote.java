package dev.k3sdeploy.artifact;

/** What somebody else's program said, made fit for a message: one line, no control characters, not too long. */
final class Quote {
    private static final int LONGEST = 120;

    private Quote() {}

    static String of(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
