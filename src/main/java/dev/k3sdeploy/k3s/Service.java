package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.InitSystem;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * K3S's service on a machine, as found, in systemd's words. OpenRC tells less: a service is active as soon as its process
 * runs, and how often it was started again is not known.
 */
record Service(Role role, Map<String, String> properties) {
    /** Lines of the journal: what is said once and for all may be some lines back. */
    private static final int READ = 40;

    private static final int SHOWN = 12;

    /**
     * Prints what the unit runs with, one thing a line: the binary by its inode and times, because reading 60 MB at
     * each look costs more than all other looks together; the small files by sha256. In UTC: another time zone of the
     * machine's is no other binary.
     */
    private static final String FINGERPRINT = "TZ=UTC0 stat -c \"%n %i %s %z\" /usr/local/bin/k3s; sha256sum %files%"
            + " /etc/rancher/k3s/config.yaml /etc/rancher/k3s/config.yaml.d/*.yaml"
            + " /etc/rancher/k3s/registries.yaml 2>/dev/null";

    /** The service's state in systemd's words. */
    private static final String OPENRC_SHOW = """
            if [ -e /etc/init.d/@ ]; then echo LoadState=loaded; else echo LoadState=not-found; fi
            state=$(rc-service @ status 2>/dev/null | sed -n 's/.*status: //p')
            case $state in
              started) echo ActiveState=active ;;
              starting) echo ActiveState=activating ;;
              crashed) echo ActiveState=failed ;;
              *) echo ActiveState=inactive ;;
            esac
            echo "SubState=${state:-stopped}"
            if rc-update show default 2>/dev/null | grep -qE '^ *@ '; then echo UnitFileState=enabled; fi
            """;

    /** The unit's start is when it noted what it starts with; both times in seconds since 1970, by the machine's clock. */
    private static final String TIMES = "\nstat -c Started=%Y @started 2>/dev/null; date +Now=%s";

    static Service of(Probe host, Role role) {
        Map<String, String> properties = new LinkedHashMap<>();
        String systemd =
                "systemctl show -p LoadState,ActiveState,SubState,UnitFileState,NRestarts,Result,NeedDaemonReload @";
        String times = TIMES.replace("@started", startedFile(role));
        host.ask(Command.script(InitSystem.choice(systemd, OPENRC_SHOW).replace("@", role.unit()) + times))
                .text()
                .lines()
                .forEach(line -> properties.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", "")));
        return new Service(role, properties);
    }

    /** Shell words that print «active» or «activating» while the service runs. */
    static String printActive(Role role) {
        return InitSystem.choice(
                "systemctl is-active " + role.unit(),
                "! rc-service --quiet " + role.unit() + " status 2>/dev/null || echo active");
    }

    /** A shell list that prints what the unit would run with if it started now. */
    static String fingerprint(Role role) {
        String files = Arrays.stream(InitSystem.values())
                .map(init -> role.unitFile(init) + " " + role.environmentFile(init))
                .collect(Collectors.joining(" "));
        return "{ " + FINGERPRINT.replace("%files%", files) + "; }";
    }

    /** Whether a file is one of those that the {@link #fingerprint} is of, or is to be. */
    static boolean runsWith(Role role, String path) {
        return List.of(K3sBinary.PLACE, K3sBinary.NEXT, "/etc/rancher/k3s/registries.yaml")
                        .contains(path)
                || path.startsWith("/etc/rancher/k3s/config.yaml")
                || Arrays.stream(InitSystem.values())
                        .anyMatch(init -> path.equals(role.unitFile(init)) || path.equals(role.environmentFile(init)));
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

    /** Why a wait for the service is over that would otherwise go on to its end. */
    static K3sDeployException crashLoop(Probe host, Role role) {
        return new K3sDeployException(
                "On " + host.target() + ", K3S ends again and again right after its start", diagnosis(host, role));
    }

    private long restarts() {
        return number("NRestarts");
    }

    /**
     * Whether something was told before the unit was last started, so by a process that is no more. Times are cut to
     * seconds: what was told within the second of the start is taken for older, for a minute. A start that is unknown or
     * in the future (the clock was set back) makes nothing old.
     *
     * @param told by the machine's clock
     */
    boolean startedAfter(Instant told) {
        long started = number("Started");
        long age = number("Now") - started;
        if (started == 0 || age < 0) {
            return false;
        }
        return age > 60 ? told.getEpochSecond() < started : told.getEpochSecond() <= started;
    }

    private long number(String property) {
        try {
            return Long.parseLong(properties.getOrDefault(property, "0"));
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
        String read = InitSystem.choice(
                "journalctl -u " + role.unit() + " -n " + READ + " --no-pager -o cat",
                "tail -n " + READ + " /var/log/" + role.unit() + ".log");
        String journal = host.ask(Command.script("{ " + read + "\n} 2>/dev/null | cut -c 1-300"))
                .text();
        List<String> lines = journal.lines().toList();
        String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
        return JournalReading.of(journal).map(JournalReading::text).orElse("") + role.unit() + " on " + host.target()
                + " is " + of(host, role).describe()
                + (tail.isEmpty() ? ", its journal is empty" : "; the end of its journal:\n" + tail.indent(4))
                        .stripTrailing();
    }
}
