package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One way to show a run. Called by one thread at a time. */
interface RunView extends Consumer<Event> {
    /** Something done on this machine before or beside the plays: «Creating lab-1». */
    void note(Message text);

    /** Something in the inventory that is left aside. */
    void warning(InputProblem warning);

    /** Bytes of a download so far; {@code total} is -1 when unknown. */
    void download(String file, long done, long total);

    /** The run ended with nothing to report on, because of this. */
    void problem(K3sDeployException problem);

    /** The command's last word: the line to type next. */
    void result(String name, String value, Message text);

    /** The version of K3S that the run brings. */
    default void release(String version) {}

    /** Where all commands and their output are written to. */
    default void log(Path file) {}

    /** Some time has passed, a tenth of a second as a rule. */
    default void tick() {}

    /** Asks the person at the terminal something; nothing else is shown meanwhile. */
    default <T> T asking(Supplier<T> question) {
        return question.get();
    }

    /** Everything is told. */
    void close();
}
