package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;

/**
 * The machine's clock shows the time of a zone.
 *
 * @param zone a name of the tz database: {@code Europe/Paris}
 */
public record Timezone(String zone) implements Task {
    private static final String ZONES = "/usr/share/zoneinfo/";

    /**
     * @param zone {@link #zone()}
     * @throws IllegalArgumentException when no zone has such a name
     */
    public Timezone {
        if (!zone.matches("[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")) {
            throw new IllegalArgumentException("«" + zone + "» is not the name of a time zone, as Europe/Paris");
        }
    }

    @Override
    public String title() {
        return "Set the time zone";
    }

    @Override
    public Verdict check(Probe host) {
        String found = host.ask(Command.script("readlink -f /etc/localtime")).text();
        if (found.equals(host.ask(Command.of("readlink", "-f", ZONES + zone)).text())
                && host.holds(Command.of("test", "-f", ZONES + zone))) {
            return Verdict.inPlace("it is " + zone);
        }
        return Verdict.drift("it is " + found.replaceFirst("^.*/zoneinfo/", "") + ", make it " + zone, machine -> {
            if (!machine.holds(Command.of("test", "-f", ZONES + zone))) {
                throw new K3sDeployException(
                        "Machine " + machine.target() + " knows no time zone " + zone,
                        "`timedatectl list-timezones` there lists them; the package tzdata has them");
            }
            machine.run(Command.of("ln", "-sfn", ZONES + zone, "/etc/localtime"));
            machine.run(Command.script("[ ! -e /etc/timezone ] || echo " + zone + " >/etc/timezone"));
        });
    }
}
