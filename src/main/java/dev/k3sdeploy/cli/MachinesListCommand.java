package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterHosts;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "What is there of the machines; changes nothing.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy machines list")
final class MachinesListCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        ClusterHosts hosts = mixin.cluster(ClusterOptions.DEFAULTS).hosts();
        List<MachineState> machines = hosts.list();
        if (mixin.json()) {
            machines.forEach(machine -> mixin.terminal().line(JsonView.machine(machine)));
            return ExitCode.DONE;
        }
        int width = machines.stream()
                .mapToInt(machine -> machine.name().length())
                .max()
                .orElse(1);
        String named = "%-" + width + "s  ";
        machines.forEach(machine -> mixin.terminal()
                .line(named.formatted(machine.name()) + machine.condition() + " (" + machine.kind() + ")"));
        hosts.strays()
                .forEach(name -> mixin.terminal()
                        .line(named.formatted(name) + mixin.terminal().words(Message.of("machines.stray"))));
        return ExitCode.DONE;
    }
}
