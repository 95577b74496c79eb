package dev.k3sdeploy.cli;

import java.util.Locale;

/** How far a transfer is, as one line. */
final class ProgressBar {
    private static final int WIDTH = 24;

    private ProgressBar() {}

    /** {@code k3s v1.33.5+k3s1 [########----------------]  33 %  21.4 of 64.9 MB} */
    static String of(String what, long done, long total) {
        if (total <= 0) {
            return what + "  " + megabytes(done) + " MB";
        }
        int filled = (int) Math.min(WIDTH, WIDTH * done / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d %%  %s of %s MB",
                what,
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                Math.min(100, 100 * done / total),
                megabytes(done),
                megabytes(total));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
