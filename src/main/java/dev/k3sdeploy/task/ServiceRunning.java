package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/** A systemd unit of the distribution's is enabled and active. */
public record ServiceRunning(String unit) implements Task {
    @Override
    public String title() {
        return "Start service " + unit;
    }

    @Override
    public Verdict check(Probe host) {
        if (!host.holds(Command.script("command -v systemctl >/dev/null"))) {
            return new Verdict.NotNeeded("no systemd here");
        }
        if (host.holds(Command.of("systemctl", "--quiet", "is-enabled", unit))
                && host.holds(Command.of("systemctl", "--quiet", "is-active", unit))) {
            return Verdict.inPlace(unit + " is enabled and active");
        }
        return Verdict.drift(
                "it is not enabled, or not active",
                machine -> machine.run(Command.of("systemctl", "--quiet", "enable", "--now", unit)));
    }
}
