package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What every command that changes machines does: watch the run, tell its end, give the exit code. */
final class RunCommand {
    private final ClusterMixin mixin;
    private final RunView view;

    RunCommand(ClusterMixin mixin, boolean diff) {
        this.mixin = mixin;
        this.view = mixin.view(diff);
    }

    /**
     * Runs.
     *
     * @param work on the cluster
     * @param success told when all went well
     */
    int run(ClusterOptions options, Function<Cluster, Report> work, BiConsumer<Cluster, RunView> success) {
        try (Interrupts interrupts = Interrupts.watch(
                () -> view.note("Interrupted: letting the running steps end; Ctrl-C again ends at once"))) {
            return run(options, work, success, interrupts);
        } finally {
            view.close();
        }
    }

    private int run(
            ClusterOptions options,
            Function<Cluster, Report> work,
            BiConsumer<Cluster, RunView> success,
            Interrupts interrupts) {
        try {
            ClusterOptions watched = options.listening(view, new Notices(view)).interruptedBy(interrupts.wish());
            Cluster cluster = mixin.cluster(watched, view::warning);
            Report report = work.apply(cluster);
            if (report.succeeded()) {
                success.accept(cluster, view);
            }
            return ExitCode.of(report);
        } catch (K3sDeployException e) {
            view.problem(e);
            return interrupts.wish().requested() ? ExitCode.INTERRUPTED : ExitCode.of(e);
        }
    }

    /** Tells a view of what is done on this machine. */
    record Notices(RunView view) implements ClusterOptions.Notices {
        @Override
        public void note(String text) {
            view.note(text);
        }

        @Override
        public void downloaded(String file, long done, long total) {
            view.download(file, done, total);
        }
    }
}
