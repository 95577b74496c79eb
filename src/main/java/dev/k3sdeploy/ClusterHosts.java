package dev.k3sdeploy;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The machines of a cluster as such: made, stopped, removed. K3S on them is {@link Cluster}'s matter. */
public final class ClusterHosts {
    private final Plan plan;
    private final ClusterMachines machines;
    private final ClusterOptions options;
    private final Predicate<Target> limit;

    ClusterHosts(Plan plan, ClusterMachines machines, ClusterOptions options, Predicate<Target> limit) {
        this.plan = plan;
        this.machines = machines;
        this.options = options;
        this.limit = limit;
    }

    /** {@return whether the inventory says how the machines are made} */
    public boolean declared() {
        return machines.declared();
    }

    /** {@return whether they are VMs of a Vagrantfile, which the user may have made, too} */
    public boolean ofVagrant() {
        return machines.ofVagrant();
    }

    /**
     * What is there of the machines.
     *
     * @return a state for each machine, in the inventory's order
     * @throws K3sDeployException when the inventory does not say how they are made
     */
    public List<MachineState> list() {
        return machines.states();
    }

    /**
     * {@return the names of machines that k3sdeploy made for this cluster and that the inventory does not have any
     * more}
     */
    public List<String> strays() {
        return machines.strays();
    }

    /**
     * Creates and starts the machines.
     *
     * @return each machine's outcome
     */
    public Report up() {
        Map<String, MachineState> before = states();
        return told("Make the machines", "Run the machine", names(), () -> {
            if (!options.checkOnly()) {
                machines.ensure(false, limit);
            }
            return name -> {
                MachineState state = before.get(name);
                if (state != null && state.running()) {
                    return new Outcome.Ok("it runs");
                }
                return changed(state != null && state.exists() ? "started" : "created");
            };
        });
    }

    /**
     * Stops the machines; what is on them stays.
     *
     * @return each machine's outcome; one that is not there is no failure
     */
    public Report stop() {
        Map<String, MachineState> before = states();
        return told("Stop the machines", "Stop the machine", names(), () -> {
            if (!options.checkOnly()) {
                machines.stop(limit);
            }
            return name -> {
                MachineState state = before.get(name);
                return state != null && state.running() ? changed("stopped") : new Outcome.Ok("it does not run");
            };
        });
    }

    /**
     * Removes the machines, those that the inventory has had before too, with all that they held.
     *
     * @return each machine's outcome; one that is not there is no failure
     */
    public Report remove() {
        List<String> all = machines.names().stream()
                .filter(name -> limit.test(new Target(name)))
                .toList();
        boolean whole = all.size() == machines.names().size();
        return told("Remove the machines", "Remove the machine", all, () -> {
            List<String> removed = machines.remove(all);
            if (whole) {
                deleteKubeconfig(plan.cluster().kubeconfig());
            }
            return name -> removed.contains(name)
                    ? changed("removed, with all that was on it")
                    : new Outcome.Ok("there is no such machine");
        });
    }

    private Map<String, MachineState> states() {
        return machines.states().stream()
                .collect(Collectors.toMap(MachineState::name, state -> state, (one, other) -> one, LinkedHashMap::new));
    }

    private List<String> names() {
        return plan.connections().keySet().stream()
                .filter(limit)
                .map(Target::name)
                .toList();
    }

    private Outcome changed(String what) {
        return options.checkOnly() ? new Outcome.WouldChange(Diff.of(what)) : new Outcome.Changed(Diff.of(what));
    }

    private interface Outcomes {
        Outcome of(String machine);
    }

    private interface Work {
        Outcomes done();
    }

    /** Told as a run, since each machine has its outcome. */
    private Report told(String play, String task, List<String> names, Work work) {
        long started = System.nanoTime();
        List<Target> targets = names.stream().map(Target::new).toList();
        options.listener()
                .accept(new Event.RunStarted(
                        play + ": cluster " + plan.cluster().name(), targets, options.checkOnly()));
        options.listener().accept(Event.PlayStarted.of(play, targets, 1));
        Outcomes outcomes = work.done();
        List<TaskResult> results = new ArrayList<>();
        for (Target target : targets) {
            results.add(new TaskResult(play, target, task, outcomes.of(target.name()), Duration.ZERO));
        }
        results.forEach(result -> options.listener().accept(new Event.TaskEnded(result)));
        Report report = new Report(
                results, targets, options.interruption().requested(), Duration.ofNanos(System.nanoTime() - started));
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
}
