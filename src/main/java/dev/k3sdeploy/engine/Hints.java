package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.CommandResult;

/** What helps with failures that any command can meet. Only adds advice: no behaviour hangs on message texts. */
final class Hints {
    private Hints() {}

    static String of(Target target, CommandResult result) {
        String errors = result.err().text();
        if (errors.contains("No space left on device")) {
            return "The machine's disk is full: free some space (df -h shows where) and run the same command again";
        }
        if (errors.contains("Read-only file system")) {
            return "The file system is mounted read-only: see `mount` and the kernel's messages (dmesg) on the machine";
        }
        if (errors.contains("Operation not permitted")) {
            return "Where even root may not, a file is immutable as a rule: `lsattr FILE` on the machine shows an i,"
                    + " and `chattr -i FILE` takes it away; or the machine is a container that lacks a right";
        }
        if (errors.contains("swapoff failed")) {
            return "What lies in the swap does not fit into the machine's memory: end some programs there; or comment the"
                    + " swap out of /etc/fstab and restart the machine. Then run the same command again";
        }
        return ofPackages(target, errors);
    }

    private static String ofPackages(Target target, String errors) {
        if (errors.contains("dpkg was interrupted") || errors.contains("Errors were encountered while processing")) {
            return "An installation was cut short there, or a package's own script fails: as root on the machine,"
                    + " `dpkg --configure -a` goes on with it and says what is wrong; then run the same command again";
        }
        if (errors.contains("Failed to fetch") || errors.contains("does not have a Release file")) {
            return "The machine's package mirror does not give what it should: see /etc/apt/sources.list and the proxy"
                    + " there. Packages that are installed already are not asked for";
        }
        if (errors.contains("Unable to locate package")) {
            return "Is the name right for this distribution, and are its package sources complete"
                    + " (/etc/apt/sources.list on the machine)?";
        }
        if (errors.contains("Temporary failure resolving") || errors.contains("Could not resolve")) {
            return "The machine cannot resolve names: see /etc/resolv.conf and the default route there";
        }
        return "To try it by hand: `k3sdeploy ssh " + target + "` opens a shell there";
    }
}
