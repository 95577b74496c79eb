package dev.k3sdeploy.preflight;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;

/**
 * What one check says of one machine.
 *
 * @param target the machine
 * @param check its stable name, as {@code --skip-preflight} takes it
 * @param level how much it matters
 * @param what with the machine's own figures
 * @param next what to do about it; empty where all is well
 */
public record Finding(Target target, String check, Level level, Message what, Message next) {
    /** How bad it is. */
    public enum Level {
        /** Nothing speaks against it. */
        OK,
        /** Somebody did not want the check. */
        SKIPPED,
        /** K3S will run, maybe not well. */
        WARNING,
        /** K3S will not be installed, or will not run. */
        FAILURE
    }

    /**
     * {@return whether it is of this level}
     *
     * @param wanted a level
     */
    public boolean is(Level wanted) {
        return level == wanted;
    }

    /** {@return what was found, in English, as all that programs read} */
    public String reason() {
        return what.toString();
    }

    /** {@return what to do about it, in English} */
    public String hint() {
        return next.toString();
    }

    /** {@return «cpu: 1 processor, …»} */
    public Message told() {
        return Message.shaped("{0}: {1}", check, what);
    }

    /** As {@link #told}, in English. */
    @Override
    public String toString() {
        return told().toString();
    }
}
