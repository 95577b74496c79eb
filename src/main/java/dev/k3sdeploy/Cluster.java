package dev.k3sdeploy;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.k3s.DownPlaybook;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.k3s.RemovePlaybook;
import dev.k3sdeploy.k3s.ServicePlaybooks;
import dev.k3sdeploy.nfs.NfsPlays;
import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A cluster as an inventory wishes it: brought up, looked at, taken down. Holds no connection between two calls. */
public final class Cluster {
    private final Inventory inventory;
    private final Plan plan;
    private final ControlMachine here;
    private final ClusterOptions options;
    private final Predicate<Target> limit;
    private final ClusterMachines machines;
    private final HostSessions sessions;
    private final ClusterChecks checks;
    private final ClusterRuns runs;

    private Cluster(Inventory inventory, Plan plan, ControlMachine here, ClusterOptions options) {
        this.inventory = inventory;
        this.plan = plan;
        this.here = here;
        this.options = options;
        this.limit = Limits.of(inventory, options, plan);
        this.machines = new ClusterMachines(plan, here, options);
        this.sessions = new HostSessions(plan, here, options, machines, Duration.ZERO);
        this.checks = new ClusterChecks(plan, options, limit);
        this.runs = new ClusterRuns(plan, here, options, machines);
    }

    /**
     * Reads what an inventory says of a cluster, for this process's user and with the usual options.
     *
     * @param inventory with servers and agents
     * @return the cluster; no machine was touched
     * @throws dev.k3sdeploy.problem.InvalidInputException with everything that is wrong in it
     */
    public static Cluster from(Inventory inventory) {
        return from(inventory, ClusterOptions.DEFAULTS);
    }

    /**
     * As {@link #from(Inventory)}.
     *
     * @param inventory with servers and agents
     * @param options how to work on it
     * @return the cluster; no machine was touched
     * @throws dev.k3sdeploy.problem.InvalidInputException with everything that is wrong in them
     */
    public static Cluster from(Inventory inventory, ClusterOptions options) {
        return from(inventory, ControlMachine.ofThisProcess(), options);
    }

    /**
     * As {@link #from(Inventory)}.
     *
     * @param inventory with servers and agents
     * @param here whose folders, user and environment count
     * @param options how to work on it
     * @return the cluster; no machine was touched
     * @throws dev.k3sdeploy.problem.InvalidInputException with everything that is wrong in them
     */
    public static Cluster from(Inventory inventory, ControlMachine here, ClusterOptions options) {
        Inventory whole = options.variables().isEmpty() ? inventory : inventory.with(options.variables());
        return new Cluster(whole, new PlanReader(whole, here, options).read(), here, options);
    }

    /** {@return what makes a cluster without an inventory's file: its machines are named to it} */
    public static ClusterBuilder builder() {
        return new ClusterBuilder();
    }

    /**
     * The same cluster with a play of the caller's in {@link #up}.
     *
     * @param play for machines of this cluster; those that the limit leaves out are left out of it, too
     * @param moment when it has its turn; after others that were given for the same moment
     * @return another cluster; this one stays as it is
     */
    public Cluster with(Play play, Moment moment) {
        return new Cluster(
                inventory, plan, here, options.playing(options.plays().and(play, moment)));
    }

    /** {@return what it was read from, with the variables of the options} */
    public Inventory inventory() {
        return inventory;
    }

    /** {@return what the inventory asks for and will not get, each with its place; nothing that stops the work} */
    public List<InputProblem> warnings() {
        return plan.warnings();
    }

    /** {@return what {@link #up} does, as data; no machine is asked for it} */
    public Playbook plan() {
        return runs.installation(runs.binaries(), limit, checks);
    }

    /**
     * Makes machines and cluster what the inventory says, or in check mode says what that would change.
     *
     * @return each task on each machine with its outcome
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
     * @return as {@link #up()}, with what was removed
     */
    public Report up(List<String> removed, List<String> removedMachines) {
        return runs.up(limit, checks, removed, removedMachines);
    }

    /**
     * {@return the nodes of the cluster that are none of the inventory's machines; none where there is no cluster yet}
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
     * @return each step with its outcome; the machines themselves stay
     */
    public Report removeNodes(List<String> names, boolean force) {
        Playbook removal = RemovePlaybook.of(plan.cluster(), names, force);
        if (!force) {
            machines.requireRunning();
        }
        return runs.run(removal, sessions.asRoot());
    }

    /**
     * Stops K3S, agents first; it starts again with the machine.
     *
     * @param containersToo whether pods end as well
     * @return each machine's outcome; a machine without K3S is no failure
     */
    public Report stop(boolean containersToo) {
        return runs.onRunning(sessions, ServicePlaybooks.stop(plan.cluster(), limit, containersToo));
    }

    /**
     * Starts K3S where it is installed, servers first, and waits until the nodes are Ready.
     *
     * @return each machine's outcome
     */
    public Report start() {
        return runs.onRunning(sessions, ServicePlaybooks.start(plan.cluster(), limit));
    }

    /**
     * Restarts K3S, servers one at a time, then agents, each Ready before the next.
     *
     * @return each machine's outcome
     */
    public Report restart() {
        String run = InstantSource.system().instant().toString();
        return runs.onRunning(sessions, ServicePlaybooks.restart(plan.cluster(), limit, run));
    }

    /**
     * Restarts the machines in the same turns, their pods moved away first; never the one that k3sdeploy runs on.
     *
     * @return each machine's outcome; a failure ends it, so that no second server is lost
     */
    public Report reboot() {
        return runs.reboot(limit);
    }

    /** {@return snapshots, tokens and certificates} */
    public ClusterUpkeep upkeep() {
        return new ClusterUpkeep(
                plan.cluster(),
                limit,
                survey(),
                playbook -> runs.onRunning(sessions, playbook),
                options.notices()::note);
    }

    /**
     * What {@link #up} would find out about the machines before it changes anything; machines in the inventory's order.
     *
     * @return one or more for each machine; what is in order is told, too
     */
    public List<Finding> check() {
        machines.requireRunning();
        return checks.findings(sessions, targets());
    }

    /**
     * Takes K3S from the machines and checks that nothing of it is left.
     *
     * @return each step with its outcome; a machine without K3S is no failure
     */
    public Report down() {
        return runs.onRunning(sessions, DownPlaybook.of(plan.cluster(), limit).then(NfsPlays.down(machines(), limit)));
    }

    /** {@return the machines themselves, where the inventory says how they are made} */
    public ClusterHosts hosts() {
        return new ClusterHosts(plan, machines, options, limit);
    }

    /**
     * Makes the machines comfortable; K3S does not need it.
     *
     * @param wish what to do on the machines
     * @return each step with its outcome
     * @throws K3sDeployException when a wish cannot be
     */
    public Report prepare(ClusterPreparation.Wish wish) {
        machines.requireRunning();
        return new ClusterPreparation(plan, here, options, limit).run(wish, sessions.asRoot());
    }

    /** {@return what tries whether a course's exercises work on it} */
    public ClusterVerification verify() {
        return new ClusterVerification(plan, here, options.interruption());
    }

    /** {@return the machines, their units and the nodes; a machine that does not answer is a part of it} */
    public Status status() {
        return survey().status(targets());
    }

    private ClusterSurvey survey() {
        return new ClusterSurvey(plan, sessions, options.forks());
    }

    /** {@return its roles, addresses and groups, to be drawn} */
    public Topology topology() {
        return Topology.of(plan.cluster());
    }

    /** {@return the machines, for who works on them by hand} */
    public MachineAccess machineAccess() {
        return new MachineAccess(plan, sessions, options, new MachineAccess.Machines(targets(), machines));
    }

    /** {@return what each machine calls itself, asked as root, or why it does not: that SSH and sudo work} */
    public Map<Target, Survey.Answer<String>> ping() {
        return survey().ping(targets());
    }

    /**
     * {@return the kubeconfig for use from this machine, read from the server}
     *
     * @throws K3sDeployException when the server has none
     */
    public Kubeconfig kubeconfig() {
        return survey().kubeconfig();
    }

    /** {@return where {@link #up} puts the kubeconfig; the file need not be there yet} */
    public Path kubeconfigFile() {
        return plan.cluster().kubeconfig();
    }

    /** {@return the machines that {@link #up} and {@link #down} change, in the inventory's order} */
    public List<Target> targets() {
        return plan.connections().keySet().stream().filter(limit).toList();
    }

    /** {@return all machines of the cluster, whatever the limit} */
    public Set<Target> machines() {
        return plan.connections().keySet();
    }
}
