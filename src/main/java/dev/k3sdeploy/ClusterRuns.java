package dev.k3sdeploy;

import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.RemovePlaybook;
import dev.k3sdeploy.k3s.ServicePlaybooks;
import dev.k3sdeploy.k3s.UpPlaybook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** Playbooks that are run on a plan's machines. */
final class ClusterRuns {
    private final Plan plan;
    private final ControlMachine here;
    private final ClusterOptions options;
    private final ClusterMachines machines;

    ClusterRuns(Plan plan, ControlMachine here, ClusterOptions options, ClusterMachines machines) {
        this.plan = plan;
        this.here = here;
        this.options = options;
        this.machines = machines;
    }

    ReleaseBinaries binaries() {
        return ReleaseBinaries.of(plan.release(), here, options.notices());
    }

    /** What an installation does. */
    Playbook installation(ReleaseBinaries binaries, Predicate<Target> limit, ClusterChecks checks) {
        Playbook up = options.plays().in(UpPlaybook.of(plan.cluster(), binaries, limit, plan::alongside), limit);
        return checks.before(up.then(plan.nfsPlays(limit)), binaries.version());
    }

    /** As {@link Cluster#up(List, List)}. */
    Report up(Predicate<Target> limit, ClusterChecks checks, List<String> removed, List<String> removedMachines) {
        ReleaseBinaries binaries = binaries();
        binaries.resolve();
        binaries.version().ifPresent(version -> options.notices().release(version.toString()));
        boolean booting = machines.ensure(options.checkOnly());
        if (removedMachines.isEmpty()) {
            machines.tellStrays();
        }
        Playbook whole = installation(binaries, limit, checks)
                .then(
                        removed.isEmpty()
                                ? List.of(plan.comparison(options.notices()::note))
                                : RemovePlaybook.plays(plan.cluster(), removed, false));
        Report report =
                run(whole, sessions(booting ? HostSessions.BOOT : Duration.ZERO).asRoot());
        if (report.succeeded() && !options.checkOnly() && !removedMachines.isEmpty()) {
            machines.remove(removedMachines);
        }
        return report;
    }

    Report run(Playbook playbook, MachineOpener through) {
        return new Runs(plan, here, options).run(playbook, through);
    }

    Report onRunning(HostSessions sessions, Playbook playbook) {
        machines.requireRunning();
        return run(playbook, sessions.asRoot());
    }

    /** As {@link Cluster#reboot}. */
    Report reboot(Predicate<Target> limit) {
        plan.requireElsewhere(limit);
        String run = InstantSource.system().instant().toString();
        return run(
                ServicePlaybooks.reboot(plan.cluster(), limit, run),
                sessions(ServicePlaybooks.rebootWithin()).asRoot());
    }

    private HostSessions sessions(Duration patience) {
        return new HostSessions(plan, here, options, machines, patience);
    }
}
