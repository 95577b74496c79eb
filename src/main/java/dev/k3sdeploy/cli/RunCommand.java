package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.GettingReady;
import dev.k3sdeploy.SecretVariables;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.k3s.OwnerOnlyFile;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Redaction;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every command that changes machines does: watch the run, write its log, tell its end, give the exit code. */
final class RunCommand {
    private final ClusterMixin mixin;
    private final Asked asked;
    private final InstantSource clock = InstantSource.system();
    private final ZoneId zone = ZoneId.systemDefault();
    private final RunLog log = new RunLog(clock, zone);
    private final ReportContent page = new ReportContent(clock);
    private final RunViews views;
    private Interruption interruption = new Interruption();

    /**
     * What was asked for.
     *
     * @param command {@code up}, {@code node remove}
     * @param report the file of a page about the run
     * @param diff with the texts before and after
     */
    record Asked(String command, Optional<String> report, boolean diff) {}

    RunCommand(ClusterMixin mixin, Asked asked) {
        GettingReady.begin(); // while the inventory is read
        this.mixin = mixin;
        this.asked = asked;
        RunView shown = mixin.view(asked.diff());
        this.views = new RunViews(asked.report().isPresent() ? List.of(shown, log, page) : List.of(shown, log));
    }

    /**
     * Runs.
     *
     * @param work on the cluster
     * @param success told when all went well
     */
    int run(ClusterOptions options, Function<Cluster, Report> work, BiConsumer<Cluster, RunView> success) {
        try (Interrupts interrupts = Interrupts.watch(() -> views.note(Message.of("run.interrupting")));
                SshLog ssh = new SshLog(views)) {
            interruption = interrupts.wish();
            ClusterOptions watched =
                    options.listening(views, new Notices(views)).interruptedBy(interrupts.wish());
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
            log.cut()
                    .ifPresent(file -> views.warning(
                            new InputProblem(file.toString(), 0, 0, Message.of("run.log-cut"), Message.NONE)));
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
        page.fact("Command", asked.command());
        page.fact("k3sdeploy", Version.number());
        page.fact("Java", Runtime.version() + ", " + System.getProperty("os.name"));
        beginLog(cluster.kubeconfigFile().resolveSibling("logs"));
        return cluster;
    }

    private void writePage() {
        asked.report().map(mixin.here()::path).ifPresent(file -> {
            try {
                OwnerOnlyFile.write(file, new ReportPage(page, zone).html());
                views.result("report", file.toString(), Message.of("run.report", file));
            } catch (K3sDeployException e) {
                views.problem(e);
            }
        });
    }

    /** A run without a log is better than none. */
    private void beginLog(Path folder) {
        try {
            LogFolder.LogFile file =
                    new LogFolder(folder).begin(asked.command().replace(' ', '-'), clock.instant(), zone);
            log.writeTo(file, "k3sdeploy " + Version.number() + ", " + asked.command() + ", " + clock.instant());
            views.log(file.path());
        } catch (IOException e) {
            views.warning(new InputProblem(folder.toString(), 0, 0, Message.of("run.no-log", e), Message.NONE));
        }
    }

    /** Tells a view of what is done on this machine. */
    record Notices(RunView view) implements ClusterOptions.Notices {
        @Override
        public void note(String text) {
            view.note(Message.verbatim(text));
        }

        @Override
        public void note(Message text) {
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
