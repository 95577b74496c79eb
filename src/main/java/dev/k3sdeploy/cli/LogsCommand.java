package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Journal;
import dev.k3sdeploy.remote.CommandResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "K3S's journals of all machines as one, in the order of time.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy logs --since 10min",
            "  k3sdeploy logs -f -l vagrantbox-2              until Ctrl-C",
            "  k3sdeploy logs --unit ssh --since today"
        })
final class LogsCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From then on, as journalctl understands it: 10min, today, 2026-02-28 12:00.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "50",
            description = "Without --since: so many lines of each machine (${DEFAULT-VALUE}).")
    private int lines;

    @Option(
            names = {"-u", "--unit"},
            paramLabel = "UNIT",
            description = "Of another systemd unit than K3S's.")
    private Optional<String> unit = Optional.empty();

    @Override
    public Integer call() {
        return new ByHand(mixin).run(this::read, (out, target, answer) -> {
            if (!HostLines.wentWell(answer) && !HostLines.wasInterrupted(answer)) {
                out.ended(target, answer);
            }
        });
    }

    private Map<Target, Survey.Answer<CommandResult>> read(Cluster cluster, HostLines out) {
        Journal journal = new Journal(unit, since, lines, follow);
        if (follow) {
            return cluster.machineAccess().logs(journal, out::of);
        }
        TimeOrder order = new TimeOrder();
        Map<Target, Survey.Answer<CommandResult>> answers =
                cluster.machineAccess().logs(journal, order::of);
        order.tell(out);
        return answers;
    }
}
