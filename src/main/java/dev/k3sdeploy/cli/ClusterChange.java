package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.RunLock;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share that change a cluster: they can be watched, and say what they would change. */
final class ClusterChange {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page about the run, to be read in a browser.")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--check",
            description = "Say what would change, and change nothing. Exit code 3 if anything would.")
    private boolean check;

    @Option(
            names = "--wait-lock",
            paramLabel = "TIME",
            converter = Clock.Reader.class,
            description = "Wait so long for another run on these machines to end: 60s, 10m.")
    private Duration patience = Duration.ZERO;

    ClusterMixin cluster() {
        return mixin;
    }

    /** Whether nothing shall be changed. */
    boolean checkOnly() {
        return check;
    }

    ClusterOptions options() {
        return ClusterOptions.DEFAULTS
                .checking(check)
                .lockedBy(new RunLock("k3sdeploy " + CommandName.of(command), patience));
    }

    int run(Function<Cluster, Report> work) {
        return run(work, (cluster, view) -> {});
    }

    /** @param success told when all went well */
    int run(Function<Cluster, Report> work, BiConsumer<Cluster, RunView> success) {
        return watched(false).run(options(), work, success);
    }

    /** Asks first, but for what changes nothing. */
    int run(Confirmation confirmation, Supplier<Message> question, Function<Cluster, Report> work) {
        return run(confirmation, question, work, (cluster, view) -> {});
    }

    /** As the others together. */
    int run(
            Confirmation confirmation,
            Supplier<Message> question,
            Function<Cluster, Report> work,
            BiConsumer<Cluster, RunView> success) {
        return mayBegin(confirmation, question) ? run(work, success) : ExitCode.FAILED;
    }

    /** Whether somebody has said yes, or need not be asked. */
    boolean mayBegin(Confirmation confirmation, Supplier<Message> question) {
        return check || confirmation.given(mixin, question);
    }

    /**
     * A run that is shown as the options say.
     *
     * @param diff with the texts before and after
     */
    RunCommand watched(boolean diff) {
        return new RunCommand(mixin, new RunCommand.Asked(CommandName.of(command), report, diff));
    }
}
