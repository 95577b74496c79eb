package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.CommandResult;

/** What helps with failures that any command can meet. Only adds advice: no behaviour hangs on message texts. */
final class Hints {
    private Hints() {}

    static String of(CommandResult result) {
        String errors = result.err().text();
        if (errors.contains("No space left on device")) {
            return "The machine's disk is full: free some space (df -h shows where) and run the same command again";
        }
        if (errors.contains("Read-only file system")) {
            return "The file system is mounted read-only: see `mount` and the kernel's messages (dmesg) on the machine";
        }
        return "";
    }
}
