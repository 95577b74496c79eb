package dev.k3sdeploy.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that changes machines: no other such command may do so at the same time. */
final class RunOptions {
    @Mixin
    private ReportOptions report = new ReportOptions();

    @Option(
            names = "--wait-lock",
            paramLabel = "TIME",
            converter = Clock.Reader.class,
            description = "Wait so long for another run on these machines to end: 60s, 10m.")
    private Duration patience = Duration.ZERO;

    ReportOptions report() {
        return report;
    }

    Duration patience() {
        return patience;
    }
}
