package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import picocli.CommandLine.Option;

/** The option {@code --check}. */
final class CheckOnly {
    @Option(
            names = "--check",
            description = "Say what would change, and change nothing. Exit code 3 if anything would.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }

    ClusterOptions options() {
        return ClusterOptions.DEFAULTS.checking(wanted);
    }
}
