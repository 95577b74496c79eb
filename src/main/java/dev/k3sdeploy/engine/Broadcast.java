package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.OutputLines;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/**
 * A command of the user's own, on many machines at once. An interruption ends it on the machines too.
 *
 * @param commands for each machine its own
 * @param forks how many machines at once, 1 or more
 * @param interruption asked for from any thread
 */
public record Broadcast(Function<Target, Command> commands, int forks, Interruption interruption) {
    /** Hears what is written on the machines, from several threads. */
    @FunctionalInterface
    public interface Hearer {
        /**
         * What hears one machine.
         *
         * @param target a machine that the command begins on
         * @return called by one thread at a time for each machine
         */
        OutputLines of(Target target);
    }

    /**
     * {@return the exit status and output of each, in the order of the targets}
     *
     * @param sessions where the machines are
     * @param targets at once, as many as forks allow
     */
    public Map<Target, Survey.Answer<CommandResult>> run(Sessions sessions, Collection<Target> targets) {
        return new Everywhere(sessions, targets, forks, interruption)
                .run(machine -> machine.ask(commands.apply(machine.target())));
    }

    /**
     * As {@link #run}, with the output told as it comes instead of kept.
     *
     * @param sessions where the machines are
     * @param targets at once, as many as forks allow
     * @param hearer gives each machine's ear
     * @return the exit status of each, with no output, in the order of the targets
     */
    public Map<Target, Survey.Answer<CommandResult>> run(Sessions sessions, Collection<Target> targets, Hearer hearer) {
        return new Everywhere(sessions, targets, forks, interruption)
                .run(machine ->
                        machine.run(commands.apply(machine.target()), whileWanted(hearer.of(machine.target()))));
    }

    /** What a shell says of the end of its command is nobody's concern. */
    private OutputLines whileWanted(OutputLines hears) {
        return (text, error) -> {
            if (!error || !interruption.requested()) {
                hears.line(text, error);
            }
        };
    }
}
