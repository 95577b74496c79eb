package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.util.Locale;

/** How far a transfer is, as one line. */
final class ProgressBar {
    private static final int WIDTH = 24;

    private ProgressBar() {}

    /** {@code k3s v1.33.5+k3s1 [########----------------]  33 %  21.4 of 64.9 MB} */
    static String of(String what, long done, long total, Locale language) {
        if (total <= 0) {
            return what + "  " + Message.of("transfer.so-far", megabytes(done)).in(language);
        }
        return what + " " + bar(WIDTH, done, total) + " " + percent(done, total) + "  "
                + Message.of("transfer.of", megabytes(done), megabytes(total)).in(language);
    }

    /** The bar alone. */
    static String bar(int width, long done, long total) {
        int filled = total <= 0 ? 0 : (int) Math.min(width, width * done / total);
        return "[" + "#".repeat(filled) + "-".repeat(width - filled) + "]";
    }

    /** {@code  33 %}, always five characters; how many megabytes where the whole is unknown. */
    static String percent(long done, long total) {
        return total <= 0
                ? megabytes(done) + " MB"
                : String.format(Locale.ROOT, "%3d %%", Math.min(100, 100 * done / total));
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
