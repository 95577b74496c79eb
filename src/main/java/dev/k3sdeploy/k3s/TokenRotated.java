package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;

/**
 * K3S has made itself another token in this run, and encrypted the cluster's secrets with it. Every node must be started
 * again with it afterwards.
 *
 * @param run as for {@link Restarted}
 */
record TokenRotated(String run) implements Task {
    private static final String NOTE = "/run/k3sdeploy/token-rotated";

    @Override
    public String title() {
        return "Rotate the token";
    }

    @Override
    public Verdict check(Probe host) {
        if (host.read(NOTE).orElse("").strip().equals(run)) {
            return Verdict.inPlace("it was rotated");
        }
        Service service = Service.of(host, Role.SERVER);
        if (!service.active()) {
            throw new K3sDeployException(
                    "On " + host.target() + ", K3S is " + service.describe()
                            + ", and it rotates its token while it runs",
                    "`k3sdeploy start`");
        }
        return Verdict.drift("let K3S make another one", this::rotate);
    }

    /** Whatever becomes of this run: without the note of its start the next {@code up} starts the server again. */
    private void rotate(Machine machine) {
        machine.run(Command.script("rm -f " + Service.startedFile(Role.SERVER)
                + " && /usr/local/bin/k3s token rotate && mkdir -p /run/k3sdeploy && echo " + Shell.quote(run) + " >"
                + NOTE));
    }
}
