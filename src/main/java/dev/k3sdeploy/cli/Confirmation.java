package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --yes}, and the question that it answers. */
final class Confirmation {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    /**
     * Whether the work may begin; where it may not, the person is told that nothing was changed.
     *
     * @param question asked for only when somebody is asked; empty where there is nothing to ask
     */
    boolean given(ClusterMixin mixin, Supplier<Message> question) {
        if (yes) {
            return true;
        }
        Message asked = question.get();
        if (asked.isEmpty() || mixin.prompt().confirmed(asked, CommandName.of(command))) {
            return true;
        }
        mixin.terminal().problem(Message.of("run.nothing-changed"));
        return false;
    }
}
