package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import java.util.Optional;

/**
 * A service of the distribution's is enabled and active.
 *
 * @param unit its name for systemd
 * @param openRc its name for OpenRC
 */
public record ServiceRunning(String unit, String openRc) implements Task {
    /**
     * A service of the same name everywhere.
     *
     * @param name of systemd's unit without its ending, and of OpenRC's script
     */
    public ServiceRunning(String name) {
        this(name, name);
    }

    @Override
    public String title() {
        return "Start service " + unit;
    }

    @Override
    public Verdict check(Probe host) {
        Optional<InitSystem> init = InitSystem.of(host);
        if (init.isEmpty()) {
            return new Verdict.NotNeeded("neither systemd nor OpenRC here");
        }
        String service = init.get() == InitSystem.SYSTEMD ? unit : openRc;
        if (host.holds(init.get().runs(service))) {
            return Verdict.inPlace(service + " is enabled and active");
        }
        return Verdict.drift(
                "it is not enabled, or not active",
                machine -> machine.run(init.get().start(service)));
    }
}
