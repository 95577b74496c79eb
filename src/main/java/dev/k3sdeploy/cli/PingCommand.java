package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;

@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        description = "Log in to every machine and become root there; changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy ping -i inventory/vagrantbox.yml",
            "  k3sdeploy ping -l vagrantbox-2 -K             asks for the sudo password"
        })
final class PingCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        Map<Target, Survey.Answer<String>> answers =
                mixin.cluster(ClusterOptions.DEFAULTS).ping();
        Terminal terminal = mixin.terminal();
        int code = ExitCode.DONE;
        for (Map.Entry<Target, Survey.Answer<String>> entry : answers.entrySet()) {
            K3sDeployException problem = entry.getValue().problem();
            if (mixin.json()) {
                terminal.line(JsonView.ping(entry.getKey(), entry.getValue()));
            } else if (problem == null) {
                terminal.line(terminal.styled(Style.fg_green, "ok:") + " [" + entry.getKey() + "] "
                        + entry.getValue().value());
            } else {
                String word = problem instanceof UnreachableException ? "unreachable:" : "failed:";
                terminal.line(terminal.styled(Style.fg_red, word) + " [" + entry.getKey() + "]");
                PlainView.explain(problem, terminal);
            }
            code = problem == null ? code : ExitCode.of(problem);
        }
        return code;
    }
}
