package dev.k3sdeploy;

import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Target;
import java.util.Comparator;

/** Runs playbooks on the machines of a plan: alone on them, unless nothing is to be changed. */
record Runs(Plan plan, ControlMachine here, ClusterOptions options) {
    Report run(Playbook playbook, LockedSessions.Opener opener) {
        if (options.checkOnly()) {
            try (GatheredSessions all = new GatheredSessions(
                    target -> opener.open(target, null), options.forks(), options.interruption())) {
                return run(playbook, all);
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
        try (LockedSessions alone = new LockedSessions(opener, wish, options.interruption(), options.notices()::note)) {
            return run(playbook, alone);
        }
    }

    private Report run(Playbook playbook, Sessions sessions) {
        Runner.Options how = new Runner.Options(options.checkOnly(), options.forks());
        return new Runner(sessions, how, options.listener(), options.interruption()).run(playbook);
    }

    /** Inventories may call a machine by different names. */
    private String address(Target target) {
        HostConnection host = plan.connections().get(target);
        return host == null ? "" : host.address();
    }
}
