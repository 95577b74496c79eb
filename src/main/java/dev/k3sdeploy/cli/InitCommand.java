package dev.k3sdeploy.cli;

import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.VagrantCluster;
import dev.k3sdeploy.machines.HostOnlyNetworks;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Write a Vagrantfile and an inventory.yml that fit each other into this folder; `up` does the rest.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy init --nodes 4 && k3sdeploy up")
final class InitCommand implements Callable<Integer> {
    private final Main.Surroundings surroundings;

    InitCommand(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many VMs, 1 to 9 (${DEFAULT-VALUE}); the first is the server.")
    private int nodes;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "virtualbox or libvirt; by default the one that is installed.")
    private Optional<String> provider = Optional.empty();

    @Option(
            names = "--network",
            paramLabel = "NET",
            defaultValue = "192.168.50",
            description = "The first three numbers of the VMs' addresses (${DEFAULT-VALUE}).")
    private String network = "";

    @Option(names = "--force", description = "Overwrite a Vagrantfile and an inventory.yml that are there.")
    private boolean force;

    @Override
    public Integer call() {
        ControlMachine here = surroundings.here();
        VagrantCluster cluster = cluster(here);
        List<String> written = cluster.write(here.workingDirectory(), force);
        Terminal terminal = surroundings.terminal();
        terminal.line(
                written.isEmpty()
                        ? Message.of("init.there-already")
                        : Message.of(
                                "init.wrote",
                                Message.list(written),
                                cluster.nodes(),
                                cluster.provider(),
                                cluster.address(1)));
        cluster.advice(HostOnlyNetworks.ofThisMachine(), System.getProperty("os.name", ""))
                .ifPresent(advice -> terminal.problem(Message.of("warning", advice)));
        terminal.line(Message.of("init.next"));
        return ExitCode.DONE;
    }

    private VagrantCluster cluster(ControlMachine here) {
        try {
            return new VagrantCluster(nodes, provider.orElseGet(() -> VagrantCluster.detectProvider(here)), network);
        } catch (IllegalArgumentException e) {
            throw InvalidInputException.of("init", String.valueOf(e.getMessage()), "");
        }
    }
}
