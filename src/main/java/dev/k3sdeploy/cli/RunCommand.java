package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.RunLock;
import dev.k3sdeploy.SecretVariables;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.k3s.OwnerOnlyFile;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Redaction;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every command that changes machines does: watch the run, write its log, tell its end, give the exit code. */
final class RunCommand {
    private final ClusterMixin mixin;
    private final ReportOptions report;
    private final Duration patience;
    private final InstantSource clock = InstantSource.system();
    private final ZoneId zone = ZoneId.systemDefault();
    private final RunLog log = new RunLog(clock, zone);
    private final ReportContent page = new ReportContent(clock);
    private final RunViews views;
    private Interruption interruption = new Interruption();

    RunCommand(ClusterMixin mixin, RunOptions run, boolean diff) {
        this(mixin, run.report(), run.patience(), diff);
    }

    /** For a command that works on machines as such: it needs no lock on them. */
    RunCommand(ClusterMixin mixin, ReportOptions report) {
        this(mixin, report, Duration.ZERO, false);
    }

    private RunCommand(ClusterMixin mixin, ReportOptions report, Duration patience, boolean diff) {
        this.mixin = mixin;
        this.report = report;
        this.patience = patience;
        this.views = new RunViews(
                report.file().isPresent() ? List.of(mixin.view(diff), log, page) : List.of(mixin.view(diff), log));
    }

    /**
     * Runs.
     *
     * @param work on the cluster
     * @param success told when all went well
     */
    int run(ClusterOptions options, Function<Cluster, Report> work, BiConsumer<Cluster, RunView> success) {
        try (Interrupts interrupts = Interrupts.watch(
                        () -> views.note("Interrupted: letting the running steps end; Ctrl-C again ends at once"));
                SshLog ssh = new SshLog(views)) {
            interruption = interrupts.wish();
            ClusterOptions watched = options.listening(views, new Notices(views))
                    .interruptedBy(interrupts.wish())
                    .lockedBy(new RunLock("k3sdeploy " + mixin.command(" "), patience));
            ssh.listenAt(mixin.verbosity());
            Cluster cluster = cluster(watched);
            Report report = work.apply(cluster);
            writePage();
            if (report.succeeded()) {
                success.accept(cluster, views);
            }
            return ExitCode.of(report);
        } catch (K3sDeployException e) {
            views.problem(e);
            writePage();
            return interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.of(e);
        } finally {
            views.close();
        }
    }

    private Cluster cluster(ClusterOptions options) {
        Inventory inventory = mixin.inventory(views::warning);
        Set<Secret> secrets = new HashSet<>(SecretVariables.of(inventory));
        mixin.becomePassword().ifPresent(secrets::add);
        views.hide(Redaction.of(secrets));
        Cluster cluster = mixin.cluster(options, inventory, new ClusterMixin.Asking() {
            @Override
            public <T> T ask(Supplier<T> question) {
                return views.asking(question);
            }
        });
        cluster.warnings().forEach(views::warning);
        page.inventory(inventory.output().graph("all", false));
        page.fact("Inventory", String.join(", ", mixin.sources()));
        page.fact("Command", mixin.command("-"));
        page.fact("k3sdeploy", Version.number());
        page.fact("Java", Runtime.version() + ", " + System.getProperty("os.name"));
        beginLog(cluster.kubeconfigFile().resolveSibling("logs"));
        return cluster;
    }

    private void writePage() {
        report.file().map(mixin.here()::path).ifPresent(file -> {
            try {
                OwnerOnlyFile.write(file, new ReportPage(page, zone).html());
                views.result("report", file.toString(), "Report: " + file);
            } catch (K3sDeployException e) {
                views.problem(e);
            }
        });
    }

    /** A run without a log is better than none. */
    private void beginLog(Path folder) {
        try {
            LogFolder.LogFile file = new LogFolder(folder).begin(mixin.command("-"), clock.instant(), zone);
            log.writeTo(file, "k3sdeploy " + Version.number() + ", " + mixin.command("-") + ", " + clock.instant());
            views.log(file.path());
        } catch (IOException e) {
            views.warning(new InputProblem(folder.toString(), 0, 0, "cannot write a log of this run here: " + e, ""));
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

        @Override
        public void release(String version) {
            view.release(version);
        }
    }
}
