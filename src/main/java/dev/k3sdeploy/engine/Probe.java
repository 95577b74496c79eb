package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Shell;
import java.util.Optional;

/** A machine to look at. By contract no command that is asked here changes anything. */
public interface Probe {
    Target target();

    /** Runs a question as root; its exit status is part of the answer. */
    CommandResult ask(Command question);

    /** Another machine of the same run, for what only that one knows (a server's token). */
    Probe peer(Target other);

    /** Whether the command ends with 0. */
    default boolean holds(Command condition) {
        return ask(condition).succeeded();
    }

    /**
     * A file's text; empty when there is no such file.
     *
     * @throws CommandFailedException when there is one and it cannot be read
     */
    default Optional<String> read(String path) {
        return read(reading(path));
    }

    /** As {@link #read(String)}, for a file with a secret in it: what it holds is shown nowhere. */
    default Optional<String> readSecret(String path) {
        return read(reading(path).confidential());
    }

    private static Command reading(String path) {
        return Command.script("[ -e @ ] || exit 44; cat @".replace("@", Shell.quote(path)));
    }

    private Optional<String> read(Command command) {
        CommandResult result = ask(command);
        if (result.exitStatus() == 44) {
            return Optional.empty();
        }
        if (!result.succeeded()) {
            throw new CommandFailedException(target(), command, command.shown(result), "");
        }
        return Optional.of(result.out().text());
    }
}
