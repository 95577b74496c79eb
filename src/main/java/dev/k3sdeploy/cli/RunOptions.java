package dev.k3sdeploy.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that changes machines. */
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page about the run, to be read in a browser.")
    private Optional<String> report = Optional.empty();

    Optional<String> report() {
        return report;
    }

    /** {@code up}, {@code node-remove}: as a part of a file's name. */
    String command() {
        String program = command.root().name();
        return command.qualifiedName("-").substring(program.length() + 1);
    }
}
