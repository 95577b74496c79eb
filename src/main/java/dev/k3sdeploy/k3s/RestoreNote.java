package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.util.List;

/**
 * How far a server is in a restore. Noted on the machine, so that a restore that died in the middle goes on when it is
 * run again, and nothing starts K3S with the old state meanwhile.
 */
record RestoreNote(String snapshot, Step step) {
    /** Outlives a restart of the machine. */
    static final String FILE = "/var/lib/k3sdeploy/restore";

    /** What was done last. */
    enum Step {
        NONE,
        /** K3S is stopped, the old state is there. */
        STOPPED,
        /** The old state is gone: the snapshot's is in its place on the first server, none on the others. */
        REPLACED,
        /** The cluster will know this machine, though it was another one in the snapshot. */
        KNOWN,
        /** All servers have the snapshot's state. */
        ENDED
    }

    static RestoreNote of(Probe host) {
        return parse(host.read(FILE).orElse(""));
    }

    static RestoreNote parse(String text) {
        List<String> lines = text.lines().toList();
        try {
            return lines.size() == 2 ? new RestoreNote(lines.get(0), Step.valueOf(lines.get(1))) : none();
        } catch (IllegalArgumentException e) {
            return none();
        }
    }

    private static RestoreNote none() {
        return new RestoreNote("", Step.NONE);
    }

    /** How far a server is with this snapshot. */
    static Step step(Probe host, String snapshot) {
        RestoreNote note = of(host);
        return note.snapshot().equals(snapshot) ? note.step() : Step.NONE;
    }

    /** Shell words that note this. */
    String noted() {
        return "mkdir -p /var/lib/k3sdeploy && printf '%s\\n' " + Shell.join(snapshot, step.name()) + " >" + FILE
                + ".new && mv -f " + FILE + ".new " + FILE;
    }

    Command note() {
        return Command.script(noted());
    }

    /** @throws K3sDeployException when K3S would start with a state that is about to be replaced */
    void requireStartable(Probe host) {
        if (step == Step.STOPPED) {
            throw new K3sDeployException(
                    "On " + host.target() + ", the restore of " + snapshot
                            + " was begun and has not ended: K3S must not start with the old state beside the new one",
                    "Run the same `k3sdeploy snapshot restore` again. To keep the old state instead, remove " + FILE
                            + " on every server");
        }
    }
}
