package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import java.util.Arrays;
import java.util.Optional;

/** What starts a machine's services. */
public enum InitSystem {
    /** Its folder is there when it is the init system, and only then (sd_booted(3)). */
    SYSTEMD(
            "[ -d /run/systemd/system ]",
            "systemctl --quiet is-enabled @ && systemctl --quiet is-active @",
            "systemctl --quiet enable --now @"),
    /** Alpine's. */
    OPENRC(
            "command -v openrc-run >/dev/null",
            "rc-update show default | grep -qE '^ *@ ' && rc-service --quiet @ status",
            "rc-update --quiet add @ default && rc-service --quiet @ start");

    private final String sign;
    private final String runs;
    private final String start;

    InitSystem(String sign, String runs, String start) {
        this.sign = sign;
        this.runs = runs;
        this.start = start;
    }

    /**
     * {@return the machine's; empty where it has none that is known}
     *
     * @param host the machine to ask
     */
    public static Optional<InitSystem> of(Probe host) {
        String name = host.ask(Command.script(shellName())).text();
        return Arrays.stream(values())
                .filter(system -> system.name().equals(name))
                .findFirst();
    }

    /**
     * Shell words that do one thing where systemd starts services, and another where OpenRC does.
     *
     * @param systemd where systemd starts services
     * @param openRc where OpenRC does
     * @return an {@code if} for a POSIX shell
     */
    public static String choice(String systemd, String openRc) {
        return "if " + SYSTEMD.sign + "; then\n" + systemd.strip() + "\nelse\n" + openRc.strip() + "\nfi";
    }

    /** Shell words that print the name of the machine's init system, or nothing. */
    private static String shellName() {
        StringBuilder words = new StringBuilder();
        for (InitSystem system : values()) {
            words.append(words.isEmpty() ? "if " : "elif ")
                    .append(system.sign)
                    .append("; then echo ")
                    .append(system)
                    .append("; ");
        }
        return words.append("fi").toString();
    }

    /** Whether a service runs now and after the next start of the machine. */
    Command runs(String service) {
        return Command.script(runs.replace("@", service));
    }

    Command start(String service) {
        return Command.script(start.replace("@", service));
    }
}
