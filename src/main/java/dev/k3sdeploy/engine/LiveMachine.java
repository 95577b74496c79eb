package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.OutputLines;
import dev.k3sdeploy.remote.Session;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A machine of a run, reached through its session.
 *
 * @param changing hears of each machine that is about to be changed
 */
record LiveMachine(Target target, OpenMachines machines, Consumer<Target> changing, BiConsumer<Long, Long> progress)
        implements Machine {
    @Override
    public CommandResult ask(Command question) {
        return session().run(question);
    }

    @Override
    public Machine peer(Target other) {
        return new LiveMachine(other, machines, changing, progress);
    }

    @Override
    public CommandResult run(Command command) {
        changing.accept(target);
        return succeeded(command, session().run(command));
    }

    /** Tells the output as it comes; the exit status is part of the answer. */
    CommandResult run(Command command, OutputLines heard) {
        return session().run(command, heard);
    }

    @Override
    public CommandResult stream(Command command, Content content) {
        changing.accept(target);
        return succeeded(command, session().stream(command, content, sent -> progress.accept(sent, content.size())));
    }

    private Session session() {
        return machines.session(target);
    }

    private CommandResult succeeded(Command command, CommandResult result) {
        if (!result.succeeded()) {
            throw new CommandFailedException(target, command, result, Hints.of(result));
        }
        return result;
    }
}
