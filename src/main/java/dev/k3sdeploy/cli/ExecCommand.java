package dev.k3sdeploy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        description = "Run a command on all machines at once. Exit code: the highest of the machines'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy exec -- uptime",
            "  k3sdeploy exec --become -l k3s_agent -- systemctl restart k3s-agent",
            "  k3sdeploy exec --stream -- 'ping -c 3 1.1.1.1 | tail -1'     one word: a line for the shell"
        })
final class ExecCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = {"-b", "--become"},
            description = "As root, by the inventory's sudo, su or doas; else as the login user.")
    private boolean become;

    @Option(names = "--stream", description = "Show each line at once, with the machine's name before it.")
    private boolean stream;

    @Parameters(
            paramLabel = "CMD",
            arity = "1..*",
            description = "A program and its arguments, after --; or one word, a line for the shell.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        String line = ShellWords.line(words);
        return new ByHand(mixin)
                .run(
                        (cluster, lines) -> stream
                                ? cluster.machineAccess().run(line, become, lines::of)
                                : cluster.machineAccess().run(line, become),
                        (lines, target, answer) -> {
                            if (!stream || mixin.json() || !HostLines.wentWell(answer)) {
                                lines.ended(target, answer);
                            }
                        });
    }
}
