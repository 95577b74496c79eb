package dev.k3sdeploy;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.machines.ContainerMachines;
import dev.k3sdeploy.machines.LoginKey;
import dev.k3sdeploy.machines.MachineSpec;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machines of a plan that k3sdeploy makes by itself, where the inventory declares such. */
final class LabMachines {
    private final Optional<Plan.ContainerWish> wish;
    private final String cluster;
    private final ControlMachine here;
    private final ClusterOptions.Notices notices;

    LabMachines(Plan plan, ControlMachine here, ClusterOptions.Notices notices) {
        this.wish = plan.containers();
        this.cluster = plan.cluster().name();
        this.here = here;
        this.notices = notices;
    }

    /** The private key that the machines let their owner in with. */
    static Path loginKey(ControlMachine here) {
        return here.data().resolve("lab_ed25519");
    }

    boolean declared() {
        return wish.isPresent();
    }

    /**
     * Creates and starts what is missing; a new machine's old host key is forgotten.
     *
     * @return whether any machine was not running before
     */
    boolean ensure(boolean checkOnly) {
        if (wish.isEmpty()) {
            return false;
        }
        if (checkOnly) {
            requireRunning();
            return false;
        }
        ContainerMachines provider = provider(wish.get());
        List<MachineSpec> missing = provider.missing(wish.get().machines());
        if (!missing.isEmpty()) {
            HostKeys known = HostKeys.acceptNew(here.knownHosts());
            provider.ensure(missing, notices::note)
                    .forEach(machine -> known.forget(machine.address(), SshEndpoint.DEFAULT_PORT));
        }
        return !missing.isEmpty();
    }

    /** Machines that do not run cannot be looked at. */
    void requireRunning() {
        if (wish.isPresent()) {
            List<MachineSpec> missing = provider(wish.get()).missing(wish.get().machines());
            if (!missing.isEmpty()) {
                throw new K3sDeployException(
                        "These machines do not run: "
                                + String.join(
                                        ", ",
                                        missing.stream().map(MachineSpec::name).toList()),
                        "`k3sdeploy up` creates them; `k3sdeploy down --machines` removes what is left of them");
            }
        }
    }

    /** Removes the machines, and with them all that they held; told as a run, since each machine has its outcome. */
    Report remove(Plan plan, ClusterOptions options) {
        long started = System.nanoTime();
        List<Target> targets = List.copyOf(plan.connections().keySet());
        String play = "Remove the machines";
        options.listener().accept(new Event.RunStarted("Down: cluster " + cluster, targets, false));
        options.listener().accept(Event.PlayStarted.of(play, targets, 1));
        List<String> removed = wish.stream()
                .flatMap(machines -> provider(machines).remove(machines.machines(), notices::note).stream())
                .map(MachineSpec::name)
                .toList();
        List<TaskResult> results = new ArrayList<>();
        for (Target target : targets) {
            Outcome outcome = removed.contains(target.name())
                    ? new Outcome.Changed(Diff.of("removed, with its volumes"))
                    : new Outcome.Ok("there is no such container");
            results.add(new TaskResult(play, target, "Remove the container", outcome, Duration.ZERO));
        }
        results.forEach(result -> options.listener().accept(new Event.TaskEnded(result)));
        deleteKubeconfig(plan.cluster().kubeconfig());
        Report report = new Report(results, targets, false, Duration.ofNanos(System.nanoTime() - started));
        options.listener().accept(new Event.RunEnded(report));
        return report;
    }

    private static void deleteKubeconfig(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new K3sDeployException("Cannot remove " + file + ": " + e, "Remove it by hand", e);
        }
    }

    private ContainerMachines provider(Plan.ContainerWish machines) {
        String key = LoginKey.publicLine(loginKey(here));
        return new ContainerMachines(machines.engine(), new ContainerMachines.Settings(cluster, machines.image(), key));
    }
}
