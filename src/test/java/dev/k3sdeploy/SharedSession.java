package dev.k3sdeploy;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.OutputLines;
import dev.k3sdeploy.remote.Session;
import java.util.function.LongConsumer;

/** One session for several runs, each of which closes what it was given. */
record SharedSession(Session session) implements Session {
    @Override
    public CommandResult run(Command command) {
        return session.run(command);
    }

    @Override
    public CommandResult run(Command command, OutputLines heard) {
        return session.run(command, heard);
    }

    @Override
    public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
        return session.stream(command, stdin, sent);
    }

    @Override
    public void close() {
        // Its owner closes it.
    }
}
