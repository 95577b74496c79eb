package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.InitSystem;
import java.time.Duration;

/**
 * K3S's unit is enabled and runs with the binary, unit, environment, config.yaml and registries.yaml that are on the
 * machine now. The unit notes at each start what it starts with, so a run that died between a write and the restart is
 * healed by the next one.
 */
record ServiceCurrent(Role role) implements Task {
    /** A server may take a while to end; its start must not be waited for: an agent's lasts until it has joined. */
    private static final Duration STOP_AND_START = Duration.ofMinutes(2);

    @Override
    public String title() {
        return "Start " + role.unit();
    }

    @Override
    public Verdict check(Probe host) {
        return verdict(UnitState.of(host, role));
    }

    Verdict verdict(UnitState unit) {
        Service service = unit.service();
        if (!unit.started()) {
            return Verdict.drift(whyStart(unit), this::restart);
        }
        if (!unit.outdated().isEmpty()) {
            return Verdict.drift(unit.whyRestart(), this::restart);
        }
        if (service.unread()) {
            return Verdict.drift(
                    "let systemd read " + role.unit() + "'s unit again",
                    machine -> machine.run(Command.of("systemctl", "daemon-reload")));
        }
        if (!service.enabled()) {
            return Verdict.drift(
                    "enable it, so that it starts with the machine",
                    machine -> machine.run(Command.script(InitSystem.choice(
                            "systemctl --quiet enable " + role.unit(),
                            "rc-update --quiet add " + role.unit() + " default"))));
        }
        return Verdict.inPlace(role.unit() + " is " + service.describe() + " with what is on the machine");
    }

    static String whyStart(UnitState unit) {
        return "it is " + unit.service().describe();
    }

    /** Starts the unit, or starts it anew. Returns when it has noted what it starts with, not when it is up. */
    void restart(Machine machine) {
        String systemd = """
                systemctl daemon-reload
                systemctl --quiet enable @unit
                systemctl reset-failed @unit 2>/dev/null
                rm -f @started
                systemctl --no-block restart @unit
                """;
        String openRc = """
                rc-update --quiet add @unit default
                rm -f @started
                rc-service --quiet @unit restart </dev/null >/dev/null 2>&1 &
                """;
        String noted =
                "tries=0; while [ ! -s @started ] && [ $tries -lt 1000 ]; do sleep 0.1; tries=$((tries + 1)); done";
        machine.run(Command.script((K3sBinary.takeItsPlace() + "\n" + InitSystem.choice(systemd, openRc) + "\n" + noted)
                        .replace("@unit", role.unit())
                        .replace("@started", Service.startedFile(role)))
                .within(STOP_AND_START));
    }
}
