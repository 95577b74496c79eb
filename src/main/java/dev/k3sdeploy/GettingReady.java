package dev.k3sdeploy;

import dev.k3sdeploy.remote.ssh.LoginRehearsal;

/**
 * For programs that are started for one run: what a run needs of Java and of libraries, loaded while the program still
 * reads its inventory. A program that lives on has no use for it.
 */
public final class GettingReady {
    private GettingReady() {}

    /** Comes back at once; a thread of its own goes on, which nobody needs to wait for. */
    public static void begin() {
        LoginRehearsal.begin();
    }
}
