package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.CommandFailedException;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves a node's pods away, as far as their disruption budgets allow, and lets pods in again. */
record Drain(NodeSpec node, ClusterSpec cluster) {
    /** Notes the step before and after, so that a run that dies here is taken up where it was. */
    void begin(Machine machine) {
        Machine server = machine.peer(cluster.firstServer().target());
        Optional<ClusterNode> known = find(server, machine);
        if (known.isEmpty()) {
            note(machine, RollingStep.RESTARTING);
            return;
        }
        boolean before = known.get().cordoned() && step(machine) != RollingStep.DRAINING;
        note(machine, before ? RollingStep.DRAINING_CORDONED : RollingStep.DRAINING);
        run(
                server,
                known.get().name(),
                cluster.rollout().drainWithin(),
                "; k3s_drain_timeout gives them longer, k3s_drain: false leaves them where they are");
        note(machine, before ? RollingStep.RESTARTING : RollingStep.RESTARTING_DRAINED);
    }

    void end(Machine machine) {
        Machine server = machine.peer(cluster.firstServer().target());
        find(server, machine).ifPresent(known -> server.run(Kubectl.of("uncordon", known.name())));
        note(machine, RollingStep.NONE);
    }

    private Optional<ClusterNode> find(Machine server, Machine machine) {
        ClusterNode.Answer answer = ClusterNode.ask(server);
        if (!answer.error().isEmpty()) {
            throw new K3sDeployException(
                    "On " + server.target() + ", the API does not answer, so " + node.target() + " cannot be drained: "
                            + answer.error(),
                    "See `k3sdeploy status`; with k3s_drain: false nodes are not drained");
        }
        return NodeReady.find(machine, node, answer.nodes());
    }

    /**
     * Drains a node.
     *
     * @param otherwise what else can be done where it does not end, after «run the same again»
     */
    static void run(Machine server, String name, Duration within, String otherwise) {
        try {
            server.run(command(name, within));
        } catch (CommandFailedException e) {
            throw new K3sDeployException(
                    "Node " + name + " was not drained: " + e.result().errors().strip(),
                    "No pod is let onto it now, and nothing else was changed on it. Give its pods what they wait for"
                            + " (a disruption budget, a controller) and run the same again" + otherwise,
                    e);
        }
    }

    /** Lets no pod onto a node and moves away those that are there, run on a server. */
    static Command command(String name, Duration within, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "drain",
                name,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--timeout=" + within.toSeconds() + "s"));
        words.addAll(List.of(more));
        return Kubectl.of(words.toArray(String[]::new)).within(within.plusSeconds(30));
    }

    private static RollingStep step(Probe machine) {
        return machine.read(RollingStep.FILE).map(RollingStep::parse).orElse(RollingStep.NONE);
    }

    private static void note(Machine machine, RollingStep step) {
        machine.run(Command.script(step.noted()));
    }
}
