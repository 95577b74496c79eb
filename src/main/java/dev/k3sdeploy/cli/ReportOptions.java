package dev.k3sdeploy.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What a run leaves to be read. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page about the run, to be read in a browser.")
    private Optional<String> report = Optional.empty();

    Optional<String> file() {
        return report;
    }
}
