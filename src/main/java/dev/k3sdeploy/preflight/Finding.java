package dev.k3sdeploy.preflight;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;

/**
 * What one check says of one machine.
 *
 * @param check its stable name, as {@code --skip-preflight} takes it
 * @param what with the machine's own figures
 * @param next what to do about it; empty where all is well
 */
public record Finding(Target target, String check, Level level, Message what, Message next) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** Somebody did not want the check. */
        SKIPPED,
        /** K3S will run, maybe not well. */
        WARNING,
        /** K3S will not be installed, or will not run. */
        FAILURE
    }

    /** Whether it is of this level. */
    public boolean is(Level wanted) {
        return level == wanted;
    }

    /** In English, as all that programs read. */
    public String reason() {
        return what.toString();
    }

    /** What to do about it, in English. */
    public String hint() {
        return next.toString();
    }

    /** «cpu: 1 processor, …» */
    public Message told() {
        return Message.shaped("{0}: {1}", check, what);
    }

    /** As {@link #told}, in English. */
    @Override
    public String toString() {
        return told().toString();
    }
}
