package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.OutputLines;
import dev.k3sdeploy.remote.Session;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine of a run, reached through its session.
 *
 * @param changing hears of each machine that is about to be changed
 */
record LiveMachine(Target target, OpenMachines machines, Foretold foretold, Consumer<Target> changing, Work work)
        implements Machine {
    @Override
    public CommandResult ask(Command question) {
        try {
            Session session = session();
            return told(question, () -> session.run(question));
        } catch (UnreachableException e) {
            machines.met(target, e);
            throw e;
        }
    }

    @Override
    public Machine peer(Target other) {
        return new LiveMachine(other, machines, foretold, changing, work);
    }

    @Override
    public boolean isLeftOut(Target other) {
        return machines.isLeftOut(other);
    }

    @Override
    public Set<String> filesToBeChanged() {
        return foretold.files(target);
    }

    @Override
    public CommandResult run(Command command) {
        changing.accept(target);
        return succeeded(command, ask(command));
    }

    /** Tells the output as it comes; the exit status is part of the answer. */
    CommandResult run(Command command, OutputLines heard) {
        return session().run(command, heard);
    }

    @Override
    public CommandResult stream(Command command, Content content) {
        changing.accept(target);
        Session session = session();
        return succeeded(
                command,
                told(command, () -> session.stream(command, content, sent -> work.sent(sent, content.size()))));
    }

    @Override
    public void reboot(Duration within) {
        changing.accept(target);
        machines.reboot(target, within);
    }

    private Session session() {
        return machines.session(target);
    }

    private CommandResult told(Command command, Supplier<CommandResult> running) {
        work.started(target, command);
        long started = System.nanoTime();
        @Nullable CommandResult result = null;
        try {
            result = running.get();
            return result;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            work.ended(target, command, result == null ? null : command.shown(result), took);
        }
    }

    private CommandResult succeeded(Command command, CommandResult result) {
        if (!result.succeeded()) {
            throw new CommandFailedException(target, command, command.shown(result), Hints.of(target, result));
        }
        return result;
    }
}
