package dev.k3sdeploy.preflight;

import dev.k3sdeploy.engine.Target;

/**
 * What one check says of one machine.
 *
 * @param check its stable name, as {@code --skip-preflight} takes it
 * @param reason with the machine's own figures
 * @param hint what to do about it; empty where all is well
 */
public record Finding(Target target, String check, Level level, String reason, String hint) {
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

    /** «cpu: 1 processor, …» */
    @Override
    public String toString() {
        return check + ": " + reason;
    }
}
