package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "ssh",
        mixinStandardHelpOptions = true,
        description = "Log in to a machine of the inventory by this machine's ssh, or run a command there.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy machines ssh vagrantbox-1 -- sudo journalctl -u k3s")
final class MachinesSshCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Parameters(paramLabel = "NAME", arity = "1", index = "0", description = "A machine of the inventory.")
    private String name = "";

    @Parameters(paramLabel = "COMMAND", arity = "0..*", index = "1..*", description = "What to run there, after --.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        List<String> words = mixin.cluster(ClusterOptions.DEFAULTS).hosts().ssh(name, command);
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new K3sDeployException("Cannot run ssh: " + e.getMessage(), "Install OpenSSH's client", e);
        }
    }
}
