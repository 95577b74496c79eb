package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import java.time.Duration;

/** A machine that nobody may ask anything. */
record Untouchable() implements Machine {
    @Override
    public Target target() {
        return TaskTrial.HOST;
    }

    @Override
    public CommandResult ask(Command question) {
        throw new AssertionError("asked " + question);
    }

    @Override
    public Machine peer(Target other) {
        throw new AssertionError("peer " + other);
    }

    @Override
    public CommandResult run(Command command) {
        throw new AssertionError("ran " + command);
    }

    @Override
    public void reboot(Duration within) {
        throw new AssertionError("rebooted");
    }

    @Override
    public CommandResult stream(Command command, Content content) {
        throw new AssertionError("streamed to " + command);
    }
}
