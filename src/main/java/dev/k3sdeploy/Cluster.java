package dev.k3sdeploy;

import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.k3s.DownPlaybook;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.k3s.RemovePlaybook;
import dev.k3sdeploy.k3s.ServicePlaybooks;
import dev.k3sdeploy.k3s.UpPlaybook;
import dev.k3sdeploy.nfs.NfsPlays;
import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A cluster as an inventory wishes it: brought up, looked at, taken down. Holds no connection between two calls. */
public final class Cluster {
    private final Plan plan;
    private final ControlMachine here;
    private final ClusterOptions options;
    private final Predicate<Target> limit;
    private final ClusterMachines machines;
    private final HostSessions sessions;
    private final ClusterChecks checks;

    private Cluster(Plan plan, ControlMachine here, ClusterOptions options, Predicate<Target> limit) {
        this.plan = plan;
        this.here = here;
        this.options = options;
        this.limit = limit;
        this.machines = new ClusterMachines(plan, here, options.notices());
        this.sessions = new HostSessions(plan, here, options, machines, Duration.ZERO);
        this.checks = new ClusterChecks(plan, options, limit);
    }

    /**
     * Reads what the inventory says of a cluster; touches no machine.
     *
     * @param source the inventory as the user named it
     * @throws dev.k3sdeploy.problem.InvalidInputException with everything that is wrong in it
     */
    public static Cluster from(Inventory inventory, String source, ControlMachine here, ClusterOptions options) {
        Plan plan = new PlanReader(inventory, source, here, options.ssh()).read();
        Predicate<Target> limit =
                options.limit().map(pattern -> limit(inventory, pattern, plan)).orElse(target -> true);
        return new Cluster(plan, here, options, limit);
    }

    /** What the inventory asks for and will not get: nothing that stops the work. */
    public List<InputProblem> warnings() {
        return plan.warnings();
    }

    private static Predicate<Target> limit(Inventory inventory, String pattern, Plan plan) {
        Set<Target> wanted = inventory.limit(pattern).hosts().stream()
                .map(host -> new Target(host.name()))
                .collect(Collectors.toSet());
        if (plan.connections().keySet().stream().noneMatch(wanted::contains)) {
            throw InvalidInputException.of(
                    "-l " + pattern,
                    "none of these hosts is a machine of the cluster",
                    "its machines: "
                            + plan.connections().keySet().stream()
                                    .map(Target::name)
                                    .collect(Collectors.joining(", ")));
        }
        return wanted::contains;
    }

    /** What {@link #up} does, as data. */
    public Playbook plan() {
        return playbook(binaries());
    }

    /**
     * Makes machines and cluster what the inventory says, or in check mode says what that would change.
     *
     * @throws K3sDeployException when it cannot even begin; what happens on a machine is in the report
     */
    public Report up() {
        return up(List.of(), List.of());
    }

    /**
     * As {@link #up()}; then removes nodes and machines that the inventory does not have, or names those that it finds.
     *
     * @param removed nodes, as {@link #strangers} tells them
     * @param removedMachines as {@link ClusterHosts#strays} tells them
     */
    public Report up(List<String> removed, List<String> removedMachines) {
        ReleaseBinaries binaries = binaries();
        binaries.resolve();
        binaries.version().ifPresent(version -> options.notices().release(version.toString()));
        boolean booting = machines.ensure(options.checkOnly());
        if (removedMachines.isEmpty()) {
            machines.tellStrays();
        }
        Duration patience = booting ? HostSessions.BOOT : Duration.ZERO;
        HostSessions fresh = new HostSessions(plan, here, options, machines, patience);
        Playbook whole = playbook(binaries)
                .then(
                        removed.isEmpty()
                                ? List.of(plan.comparison(options.notices()::note))
                                : RemovePlaybook.plays(plan.cluster(), removed, false));
        Report report = run(whole, fresh);
        if (report.succeeded() && !options.checkOnly() && !removedMachines.isEmpty()) {
            machines.remove(removedMachines);
        }
        return report;
    }

    /**
     * The nodes of the cluster that are none of the inventory's machines; none where there is no cluster yet.
     *
     * @throws K3sDeployException when that cannot be told, because a machine does not answer
     */
    public List<String> strangers() {
        return survey().strangers();
    }

    /**
     * Lets nodes leave a cluster that goes on, and takes K3S from their machines.
     *
     * @param names of machines, or of nodes that the inventory does not have
     * @param force go on where a machine cannot be reached, and where a drain does not end
     */
    public Report removeNodes(List<String> names, boolean force) {
        Playbook removal = RemovePlaybook.of(plan.cluster(), names, force);
        if (!force) {
            machines.requireRunning();
        }
        return run(removal, sessions);
    }

    /**
     * Stops K3S, agents first; it starts again with the machine.
     *
     * @param containersToo whether pods end as well
     */
    public Report stop(boolean containersToo) {
        return runOnRunning(ServicePlaybooks.stop(plan.cluster(), limit, containersToo));
    }

    /** Starts K3S where it is installed, servers first, and waits until the nodes are Ready. */
    public Report start() {
        return runOnRunning(ServicePlaybooks.start(plan.cluster(), limit));
    }

    /** Restarts K3S, servers one at a time, then agents, each Ready before the next. */
    public Report restart() {
        String run = InstantSource.system().instant().toString();
        return runOnRunning(ServicePlaybooks.restart(plan.cluster(), limit, run));
    }

    /** Restarts the machines in the same turns, their pods moved away first; never the one that k3sdeploy runs on. */
    public Report reboot() {
        plan.requireElsewhere(limit);
        String run = InstantSource.system().instant().toString();
        HostSessions patient = new HostSessions(plan, here, options, machines, ServicePlaybooks.rebootWithin());
        return run(ServicePlaybooks.reboot(plan.cluster(), limit, run), patient);
    }

    /** Snapshots, tokens and certificates. */
    public ClusterUpkeep upkeep() {
        return new ClusterUpkeep(plan.cluster(), limit, survey(), this::runOnRunning, options.notices()::note);
    }

    private Report runOnRunning(Playbook playbook) {
        machines.requireRunning();
        return run(playbook, sessions);
    }

    private Playbook playbook(ReleaseBinaries binaries) {
        return checks.before(
                UpPlaybook.of(plan.cluster(), binaries, limit).then(plan.nfsPlays(limit)), binaries.version());
    }

    /** What {@link #up} would find out about the machines before it changes anything; machines in the inventory's order. */
    public List<Finding> check() {
        machines.requireRunning();
        return checks.findings(sessions, targets());
    }

    /** Takes K3S from the machines and checks that nothing of it is left. */
    public Report down() {
        return runOnRunning(DownPlaybook.of(plan.cluster(), limit).then(NfsPlays.down(plan.nfs(), limit)));
    }

    /** The machines themselves, where the inventory says how they are made. */
    public ClusterHosts hosts() {
        return new ClusterHosts(plan, machines, options, limit);
    }

    /**
     * Makes the machines comfortable; K3S does not need it.
     *
     * @throws K3sDeployException when a wish cannot be
     */
    public Report prepare(ClusterPreparation.Wish wish) {
        machines.requireRunning();
        return new ClusterPreparation(plan, here, options, limit).run(wish, sessions::openAsRoot);
    }

    private Report run(Playbook playbook, HostSessions through) {
        return new Runs(plan, here, options).run(playbook, through::openAsRoot);
    }

    private ReleaseBinaries binaries() {
        return ReleaseBinaries.of(plan.release(), here, options.notices());
    }

    /** The machines, their units and the nodes; changes nothing. */
    public Status status() {
        return survey().status(targets());
    }

    private ClusterSurvey survey() {
        return new ClusterSurvey(plan, sessions, options.forks());
    }

    /** Its shape, to be drawn. */
    public Topology topology() {
        return Topology.of(plan.cluster());
    }

    /** The machines, for who works on them by hand. */
    public MachineAccess machineAccess() {
        return new MachineAccess(plan, sessions, options, new MachineAccess.Machines(targets(), machines));
    }

    /** What the machines call themselves, as root: that SSH and sudo work. */
    public Map<Target, Survey.Answer<String>> ping() {
        return survey().ping(targets());
    }

    /**
     * The kubeconfig for use from this machine, read from the server.
     *
     * @throws K3sDeployException when the server has none
     */
    public Kubeconfig kubeconfig() {
        return survey().kubeconfig();
    }

    /** Where {@link #up} puts the kubeconfig. */
    public Path kubeconfigFile() {
        return plan.cluster().kubeconfig();
    }

    /** The machines that {@link #up} and {@link #down} change, in the inventory's order. */
    public List<Target> targets() {
        return plan.connections().keySet().stream().filter(limit).toList();
    }

    /** All machines of the cluster, whatever the limit. */
    public Set<Target> machines() {
        return plan.connections().keySet();
    }
}
