package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;

/**
 * The machine's K3S knows a command, which not every version does. Changes nothing.
 *
 * @param command the words after {@code k3s}: {@code token rotate}
 * @param otherwise what to do where it does not
 */
record Capable(String command, String otherwise) implements Task {
    static final Capable ROTATE_CERTIFICATES = new Capable(
            "certificate rotate",
            "K3S renews certificates by itself when it starts and fewer than 90 days are left: `k3sdeploy restart`; newer"
                    + " versions, from v1.22 on, can be told to");
    static final Capable ROTATE_TOKEN = new Capable(
            "token rotate", "It came with v1.28: bring the cluster there first, one minor version after the other");
    static final Capable CREATE_TOKEN = new Capable(
            "token create", "It came with v1.26. `k3sdeploy token show` shows the token that agents join with");

    @Override
    public String title() {
        return "See whether K3S knows `" + command + "`";
    }

    @Override
    public Verdict check(Probe host) {
        UnitStarted.requireInstalled(
                host,
                Service.of(host, Role.SERVER).installed()
                        ? Service.of(host, Role.SERVER)
                        : Service.of(host, Role.AGENT));
        String k3s = K3sBinary.PLACE;
        if (!host.holds(Command.script(k3s + " " + command + " --help >/dev/null 2>&1"))) {
            String version = MachineStatus.of(host, Role.SERVER).version();
            throw new K3sDeployException(
                    "On " + host.target() + ", K3S " + version + " has no `k3s " + command + "`", otherwise);
        }
        return Verdict.inPlace("it does");
    }
}
