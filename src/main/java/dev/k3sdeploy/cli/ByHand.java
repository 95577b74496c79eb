package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.CommandResult;
import java.util.Map;

/** What the commands share that run something of the user's on all machines and show what it writes. */
final class ByHand {
    /** The work: it hears of Ctrl-C by the cluster's options. */
    interface Work {
        Map<Target, Survey.Answer<CommandResult>> on(Cluster cluster, HostLines lines);
    }

    /** What is told at the end of one machine. */
    interface Ending {
        void of(HostLines lines, Target target, Survey.Answer<CommandResult> answer);
    }

    private final ClusterMixin mixin;

    ByHand(ClusterMixin mixin) {
        this.mixin = mixin;
    }

    /**
     * The exit code: the highest of all machines; where the command itself did not fail, that of the problem. Whoever
     * interrupts it is told what had come until then.
     */
    int run(Work work, Ending ending) {
        Terminal terminal = mixin.terminal();
        try (Interrupts interrupts = Interrupts.watch(() -> {})) {
            Interruption wish = interrupts.wish();
            Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS.interruptedBy(wish));
            HostLines lines = new HostLines(terminal, mixin.json(), cluster.targets());
            Map<Target, Survey.Answer<CommandResult>> answers = work.on(cluster, lines);
            answers.forEach((target, answer) -> ending.of(lines, target, answer));
            return wish.requested()
                    ? ExitCode.INTERRUPTED
                    : answers.values().stream().mapToInt(ByHand::code).max().orElse(ExitCode.DONE);
        }
    }

    private static int code(Survey.Answer<CommandResult> answer) {
        K3sDeployException problem = answer.problem();
        return problem == null
                ? answer.answered().map(CommandResult::exitStatus).orElse(ExitCode.DONE)
                : ExitCode.of(problem);
    }
}
