package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;

/** K3S's unit runs, or is on its way to it, with whatever is on the machine. */
record UnitStarted(Role role) implements Task {
    @Override
    public String title() {
        return "Start " + role.unit();
    }

    @Override
    public Verdict check(Probe host) {
        UnitState unit = UnitState.of(host, role);
        requireInstalled(host, unit.service());
        return unit.started()
                ? Verdict.inPlace(role.unit() + " is " + unit.service().describe())
                : Verdict.drift(ServiceCurrent.whyStart(unit), new ServiceCurrent(role)::restart);
    }

    static void requireInstalled(Probe host, Service service) {
        if (!service.installed()) {
            throw new K3sDeployException("On " + host.target() + ", K3S is not installed", "Run `k3sdeploy up`");
        }
    }
}
