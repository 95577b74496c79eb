package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.Status;
import dev.k3sdeploy.engine.Report;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Machines, units and nodes as they are; needs no kubectl. Exit code 0 when all nodes are Ready.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy status -i inventory/vagrantbox.yml",
            "  k3sdeploy status --drift                      and what up would change",
            "  k3sdeploy status --watch                      again whenever it changes"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofSeconds(5);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = "--drift",
            description = "Compare with the inventory too, as up --check does; exit code 3 when something differs.")
    private boolean drift;

    @Option(
            names = {"-w", "--watch"},
            description = "Look again every five seconds and show what has changed, until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() {
        return watch ? new Watch(mixin.terminal(), !mixin.json(), EVERY).run(this::look) : shown(mixin.terminal());
    }

    /** The exit code is of no use while nothing ends. */
    private void look(Terminal terminal) {
        var unused = shown(terminal);
    }

    private int shown(Terminal terminal) {
        Status status = mixin.cluster(ClusterOptions.DEFAULTS).status();
        StatusView view = new StatusView(terminal);
        if (mixin.json()) {
            view.json(status);
        } else {
            view.text(status);
        }
        int code = status.healthy() ? ExitCode.DONE : status.reachable() ? ExitCode.FAILED : ExitCode.UNREACHABLE;
        return drift ? drift(terminal, code) : code;
    }

    private int drift(Terminal terminal, int code) {
        Report report = mixin.cluster(ClusterOptions.DEFAULTS.checking(true), warning -> {})
                .up();
        Drift found = new Drift(report);
        if (mixin.json()) {
            found.json(terminal);
        } else {
            found.text(terminal);
        }
        return code == ExitCode.DONE ? ExitCode.of(report) : code;
    }
}
