package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.OutputLines;
import dev.k3sdeploy.remote.Session;
import java.util.function.LongConsumer;

/** A session whose end fails, because its machine is gone. */
final class Unclosable implements Session {
    @Override
    public CommandResult run(Command command) {
        return CommandResult.of(0, "", "");
    }

    @Override
    public CommandResult run(Command command, OutputLines heard) {
        return run(command);
    }

    @Override
    public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
        return CommandResult.of(0, "", "");
    }

    @Override
    public void close() {
        throw new UnreachableException("gone while closing", "");
    }
}
