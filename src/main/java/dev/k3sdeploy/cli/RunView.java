package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.function.Consumer;

/** One way to show a run. */
interface RunView extends Consumer<Event> {
    /** Something done on this machine before or beside the plays: «Creating lab-1». */
    void note(String text);

    /** Something in the inventory that is left aside. */
    void warning(InputProblem warning);

    /** Bytes of a download so far. */
    void download(String file, long done, long total);

    /** The run ended with nothing to report on, because of this. */
    void problem(K3sDeployException problem);

    /** The command's last word: the line to type next. */
    void result(String name, String value, String text);

    /** Everything is told. */
    void close();
}
