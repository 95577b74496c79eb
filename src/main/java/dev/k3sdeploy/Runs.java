package dev.k3sdeploy;

import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Tolerance;
import java.util.Comparator;
import java.util.Optional;

/** Runs playbooks on the machines of a plan: alone on them, unless nothing is to be changed. */
record Runs(Plan plan, ControlMachine here, ClusterOptions options) {
    Report run(Playbook playbook, MachineOpener opener) {
        Optional<Tolerance> tolerance =
                plan.maxUnreachable().map(most -> most.tolerance(machines(playbook), this::isAgent, options.notices()));
        Stragglers stragglers = new Stragglers(tolerance, opener);
        if (options.checkOnly()) {
            try (GatheredSessions all = new GatheredSessions(
                    target -> opener.open(target, null), options.forks(), stragglers, options.interruption())) {
                return run(playbook, all, tolerance);
            }
        }
        ThisRun run = ThisRun.of(here, options.lock().command());
        LockedSessions.Wish wish = new LockedSessions.Wish(
                run,
                options.lock().patience(),
                LockedSessions.GRACE,
                plan.cluster().firstServer().target(),
                Comparator.comparing(this::address).thenComparing(Target::name),
                options.forks());
        try (LockedSessions alone =
                new LockedSessions(opener, wish, stragglers, options.interruption(), options.notices()::note)) {
            return run(playbook, alone, tolerance);
        }
    }

    private static int machines(Playbook playbook) {
        return (int) playbook.plays().stream()
                .flatMap(play -> play.tasks().keySet().stream())
                .distinct()
                .count();
    }

    private Report run(Playbook playbook, Sessions sessions, Optional<Tolerance> tolerance) {
        Runner.Options how = new Runner.Options(options.checkOnly(), options.forks(), tolerance);
        return new Runner(sessions, how, options.listener(), options.interruption()).run(playbook);
    }

    /** A cluster does without an agent for a while; what serves it, it needs. */
    private boolean isAgent(Target target) {
        return plan.cluster().agents().stream().anyMatch(agent -> agent.target().equals(target))
                && plan.nfs().stream().noneMatch(server -> server.target().equals(target));
    }

    /** Inventories may call a machine by different names. */
    private String address(Target target) {
        HostConnection host = plan.connections().get(target);
        return host == null ? "" : host.address();
    }
}
