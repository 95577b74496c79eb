package dev.k3sdeploy.k3s;

import dev.k3sdeploy.task.InitSystem;

/** What a machine is in the cluster. Names and places are those of K3S's own installer. */
public enum Role {
    /** Has the API, and pods too. */
    SERVER("k3s", "server"),
    /** Has pods alone. */
    AGENT("k3s-agent", "agent");

    /** Where K3S keeps its data, unless {@code data-dir} says otherwise. */
    public static final String DATA = "/var/lib/rancher/k3s";

    private final String unit;
    private final String command;

    Role(String unit, String command) {
        this.unit = unit;
        this.command = command;
    }

    /** {@return the name of its service: of the systemd unit without {@code .service}, of OpenRC's script} */
    public String unit() {
        return unit;
    }

    /** {@return the word after {@code k3s} that starts it} */
    public String command() {
        return command;
    }

    /** What starts it: a unit of systemd's, or a script of OpenRC's. */
    String unitFile(InitSystem init) {
        return init == InitSystem.SYSTEMD ? "/etc/systemd/system/" + unit + ".service" : "/etc/init.d/" + unit;
    }

    String environmentFile(InitSystem init) {
        return init == InitSystem.SYSTEMD ? unitFile(init) + ".env" : "/etc/rancher/k3s/" + unit + ".env";
    }

    String uninstallScript() {
        return "/usr/local/bin/" + unit + "-uninstall.sh";
    }
}
