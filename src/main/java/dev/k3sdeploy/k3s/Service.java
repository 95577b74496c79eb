package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** K3S's systemd unit on a machine, as found. */
record Service(Role role, Map<String, String> properties) {
    /** Lines of the journal: what is said once and for all may be some lines back. */
    private static final int READ = 40;

    private static final int SHOWN = 12;

    /**
     * Prints what the unit runs with, one thing a line: the binary by its inode and times, because reading 60 MB at
     * each look costs more than all other looks together; the small files by sha256.
     */
    private static final String FINGERPRINT = "stat -c \"%n %i %s %z\" /usr/local/bin/k3s; sha256sum %unit%.service"
            + " %unit%.service.env /etc/rancher/k3s/config.yaml /etc/rancher/k3s/config.yaml.d/*.yaml"
            + " /etc/rancher/k3s/registries.yaml 2>/dev/null";

    static Service of(Probe host, Role role) {
        Map<String, String> properties = new LinkedHashMap<>();
        host.ask(Command.script(
                        "systemctl show -p LoadState,ActiveState,SubState,UnitFileState,NRestarts,Result,NeedDaemonReload "
                                + role.unit()))
                .text()
                .lines()
                .forEach(line -> properties.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", "")));
        return new Service(role, properties);
    }

    /** A shell list that prints what the unit would run with if it started now. */
    static String fingerprint(Role role) {
        return "{ " + FINGERPRINT.replace("%unit%", role.unitFile().replace(".service", "")) + "; }";
    }

    /** {@link #fingerprint} for a line of a unit file, where % and $ mean something else. */
    static String fingerprintInUnit(Role role) {
        return fingerprint(role).replace("%", "%%").replace("$", "$$");
    }

    static String startedFile(Role role) {
        return "/run/k3sdeploy/" + role.unit() + ".started";
    }

    boolean active() {
        return is("ActiveState", "active");
    }

    /** On its way, or between two attempts: systemd tries again by itself, so another start would add nothing. */
    boolean starting() {
        return is("ActiveState", "activating");
    }

    /** It does not run, and is not on its way to it. K3S ends a stop of systemd's with 1: the unit is then «failed». */
    boolean stopped() {
        return is("ActiveState", "inactive") || is("ActiveState", "failed");
    }

    boolean installed() {
        return !is("LoadState", "not-found");
    }

    boolean enabled() {
        return is("UnitFileState", "enabled");
    }

    /** systemd goes by an older text of the unit file. */
    boolean unread() {
        return is("NeedDaemonReload", "yes");
    }

    /** It has ended by itself again and again since it was started. */
    boolean crashLooping() {
        return endedAgain(3);
    }

    /** It has ended by itself so many times since it was started, and does not run. */
    boolean endedAgain(int times) {
        return !active() && restarts() >= times;
    }

    private int restarts() {
        try {
            return Integer.parseInt(properties.getOrDefault("NRestarts", "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean is(String property, String value) {
        return properties.getOrDefault(property, "").equals(value);
    }

    /** «activating (auto-restart), 4 restarts» */
    String describe() {
        if (!installed()) {
            return "not installed";
        }
        String state = properties.getOrDefault("ActiveState", "unknown") + " ("
                + properties.getOrDefault("SubState", "unknown") + ")";
        return restarts() == 0 ? state : state + ", restarted " + restarts() + " times";
    }

    /** What its journal means, where that is known, the unit's state, and the journal's tail: for a failure. */
    static String diagnosis(Probe host, Role role) {
        String journal = host.ask(Command.script("journalctl -u " + role.unit() + " -n " + READ
                        + " --no-pager -o cat 2>/dev/null | cut -c 1-300"))
                .text();
        List<String> lines = journal.lines().toList();
        String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
        return JournalReading.of(journal).map(JournalReading::text).orElse("") + role.unit() + " on " + host.target()
                + " is " + of(host, role).describe()
                + (tail.isEmpty() ? ", its journal is empty" : "; the end of its journal:\n" + tail.indent(4))
                        .stripTrailing();
    }
}
