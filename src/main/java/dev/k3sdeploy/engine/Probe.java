package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Shell;
import java.util.Optional;
import java.util.Set;

/** A machine to look at. By contract no command that is asked here changes anything. */
public interface Probe {
    /** {@return the machine} */
    Target target();

    /**
     * Runs a question as root; its exit status is part of the answer.
     *
     * @param question must change nothing; it may be asked twice
     * @return with any exit status
     * @throws dev.k3sdeploy.problem.UnreachableException when the machine does not answer
     */
    CommandResult ask(Command question);

    /**
     * {@return another machine of the same run, for what only that one knows (a server's token)}
     *
     * @param other connected to when it is first asked
     */
    Probe peer(Target other);

    /**
     * {@return whether the run goes on without another machine, which cannot be reached: see {@link Tolerance}}
     *
     * @param other a machine of the inventory
     */
    default boolean isLeftOut(Target other) {
        return false;
    }

    /**
     * {@return the paths of files that tasks before this one would have changed, in a run that only checks}
     *
     * What goes by such a file cannot see the change there, and would be done nevertheless. Empty in earnest.
     */
    default Set<String> filesToBeChanged() {
        return Set.of();
    }

    /**
     * {@return whether the command ends with 0}
     *
     * @param condition must change nothing
     */
    default boolean holds(Command condition) {
        return ask(condition).succeeded();
    }

    /**
     * A file's text; empty when there is no such file.
     *
     * @param path absolute
     * @return the whole text, read as UTF-8
     * @throws CommandFailedException when there is one and it cannot be read
     */
    default Optional<String> read(String path) {
        return read(reading(path));
    }

    /**
     * As {@link #read(String)}, for a file with a secret in it: what it holds is shown nowhere.
     *
     * @param path absolute
     * @return the whole text, read as UTF-8
     */
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
