package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A node's unit runs with what is on the machine, and the cluster was never harmed on the way there: servers join and
 * restart one at a time, each a Ready voter before the next; another version of K3S gets to a node after its pods have
 * left it; a machine that was made anew joins under its old name. What takes nothing away is done at once.
 */
record NodeService(NodeSpec node, ClusterSpec cluster) implements Task {
    private static final Duration EVERY = Duration.ofMillis(500);

    /**
     * A server that joins ends and is started again as long as etcd takes no new member: while another one is learning,
     * or the former one is on its way out.
     */
    private static final int ENDINGS_OF_A_JOINING_SERVER = 12;

    @Override
    public String title() {
        return "Start " + node.role().unit();
    }

    @Override
    public Verdict check(Probe host) {
        UnitState unit = UnitState.of(host, node.role());
        if (unit.step() != RollingStep.NONE) {
            return new Verdict.InTurn(onwards(host, unit));
        }
        if (!unit.started()) {
            return starting(host, unit);
        }
        if (unit.outdated().isEmpty() || cluster.nodes().size() == 1) {
            return current().verdict(unit);
        }
        if (unit.hasOtherBinary() && cluster.rollout().drain()) {
            return new Verdict.InTurn(Verdict.stage("drain it for another version of K3S", this::drain));
        }
        return unit.hasOtherBinary() || isServerAmongOthers()
                ? new Verdict.InTurn(restart(RollingStep.RESTARTING, unit.whyRestart()))
                : current().verdict(unit);
    }

    private ServiceCurrent current() {
        return new ServiceCurrent(node.role());
    }

    private boolean isServerAmongOthers() {
        return node.role() == Role.SERVER && cluster.servers().size() > 1;
    }

    private Verdict starting(Probe host, UnitState unit) {
        Optional<NodeSpec> joins = node.role() == Role.AGENT
                ? Optional.of(cluster.firstServer())
                : isServerAmongOthers() ? Joining.serverToJoin(host, node, cluster) : Optional.empty();
        if (joins.isEmpty()) {
            return current().verdict(unit);
        }
        Probe server = host.peer(joins.get().target());
        Optional<Verdict> former = new FormerNode(node, joins.get()).verdict(host);
        if (former.isPresent()) {
            return former.get();
        }
        if (node.role() == Role.AGENT || Joining.isMember(host)) {
            return current().verdict(unit);
        }
        String lacks = lacks(server, server, joins.get());
        return new Verdict.InTurn(
                lacks.isEmpty()
                        ? restart(RollingStep.RESTARTING, "join " + joins.get().target())
                        : pending(joins.get().target() + " " + lacks, joins.get()));
    }

    private Verdict onwards(Probe host, UnitState unit) {
        if (unit.step().draining()) {
            return cluster.rollout().drain()
                    ? Verdict.stage("drain it for another version of K3S", this::drain)
                    : Verdict.stage("go on without draining it", machine -> note(machine, RollingStep.RESTARTING));
        }
        if (!unit.started() || !unit.outdated().isEmpty()) {
            return restart(unit.step(), unit.started() ? unit.whyRestart() : ServiceCurrent.whyStart(unit));
        }
        String lacks = lacks(host.peer(cluster.firstServer().target()), host, node);
        if (!lacks.isEmpty()) {
            return notReady(host, unit, lacks);
        }
        return unit.step() == RollingStep.RESTARTING_DRAINED
                ? Verdict.stage("let pods onto it again", this::uncordon)
                : Verdict.stage("it is Ready", machine -> note(machine, RollingStep.NONE));
    }

    private Verdict notReady(Probe host, UnitState unit, String lacks) {
        List<NodeSpec> others = unit.step() == RollingStep.RESTARTING
                ? new EtcdPeers(node, cluster).withoutWhomNoMajority(host)
                : List.of(); // whose pods are away is Ready before they come back
        if (!others.isEmpty()) {
            return Verdict.stage(
                    "go on: it cannot be Ready before " + names(others) + ", whose certificates are over",
                    machine -> note(machine, RollingStep.NONE));
        }
        failOnCrashLoop(host, unit.service());
        return pending(node.target() + " " + lacks, node);
    }

    private static String names(List<NodeSpec> nodes) {
        return nodes.stream().map(other -> other.target().name()).collect(Collectors.joining(", "));
    }

    private String lacks(Probe server, Probe machine, NodeSpec wanted) {
        ClusterNode.Answer answer = ClusterNode.ask(server);
        if (wanted.role() == Role.SERVER && answer.refused()) {
            answer = ClusterNode.ask(
                    machine); // whose certificates its start has renewed; the other one's turn comes later
        }
        if (!answer.error().isEmpty()) {
            return "is not known to be Ready: the API does not answer: " + answer.error();
        }
        String lacks = NodeReady.lacks(machine, wanted, answer.nodes());
        if (!lacks.isEmpty()) {
            return lacks;
        }
        String version = MachineStatus.of(machine, wanted.role()).version();
        String registered = NodeReady.find(machine, wanted, answer.nodes())
                .map(ClusterNode::version)
                .orElse("");
        return registered.equals(version) ? "" : "is registered with " + registered + " still, not " + version;
    }

    private void failOnCrashLoop(Probe host, Service service) {
        if (isServerAmongOthers() ? service.endedAgain(ENDINGS_OF_A_JOINING_SERVER) : service.crashLooping()) {
            throw Service.crashLoop(host, node.role());
        }
    }

    private Verdict pending(String seen, NodeSpec waitedFor) {
        return new Verdict.Pending(
                seen,
                new Patience(cluster.readyWithin(), EVERY),
                host -> Service.diagnosis(host.peer(waitedFor.target()), waitedFor.role()));
    }

    private Verdict restart(RollingStep during, String why) {
        return Verdict.stage(why, machine -> {
            note(machine, during);
            new EtcdLead(node, cluster).handOver(machine);
            current().restart(machine);
        });
    }

    private static void note(Machine machine, RollingStep step) {
        machine.run(Command.script(step.noted()));
    }

    private void drain(Machine machine) {
        new Drain(node, cluster).begin(machine);
    }

    private void uncordon(Machine machine) {
        new Drain(node, cluster).end(machine);
    }
}
