package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ssh",
        mixinStandardHelpOptions = true,
        description = "A shell on a machine, by this machine's ssh with the inventory's user, port, keys and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${COMMAND-FULL-NAME} vagrantbox-1",
            "  ${COMMAND-FULL-NAME} vagrantbox-1 -- sudo journalctl -u k3s -n 20",
            "  ${COMMAND-FULL-NAME} vagrantbox-1 --print    the ssh command itself"
        })
final class SshCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(names = "--print", description = "Print the ssh command, and do not run it.")
    private boolean print;

    @Parameters(paramLabel = "HOST", description = "A machine of the inventory.")
    private String host = "";

    @Parameters(
            index = "1..*",
            paramLabel = "CMD",
            description = "To run there instead of a login shell, after --; one word is a line for the shell.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        Terminal terminal = mixin.terminal();
        List<String> ssh = mixin.cluster(ClusterOptions.DEFAULTS)
                .machineAccess()
                .ssh(host, ShellWords.line(words), terminal.interactive());
        if (print) {
            terminal.line(ShellWords.line(ssh));
            return ExitCode.DONE;
        }
        return run(ssh);
    }

    /** Ctrl-C is ssh's to hear, which ends; then we end. */
    @SuppressWarnings("try")
    private int run(List<String> ssh) {
        try (Interrupts ignored = Interrupts.ignore()) {
            return new ProcessBuilder(ssh)
                    .directory(mixin.here().workingDirectory().toAbsolutePath().toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new K3sDeployException("Cannot start " + ssh.get(0) + ": " + e.getMessage(), "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }
}
