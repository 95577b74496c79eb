package dev.k3sdeploy.k3s;

/** What a machine is in the cluster. Names and places are those of K3S's own installer. */
public enum Role {
    SERVER("k3s", "server"),
    AGENT("k3s-agent", "agent");

    private final String unit;
    private final String command;

    Role(String unit, String command) {
        this.unit = unit;
        this.command = command;
    }

    /** The systemd unit, without {@code .service}. */
    public String unit() {
        return unit;
    }

    /** The word after {@code k3s} that starts it. */
    public String command() {
        return command;
    }

    String unitFile() {
        return "/etc/systemd/system/" + unit + ".service";
    }

    String environmentFile() {
        return unitFile() + ".env";
    }

    String uninstallScript() {
        return "/usr/local/bin/" + unit + "-uninstall.sh";
    }
}
