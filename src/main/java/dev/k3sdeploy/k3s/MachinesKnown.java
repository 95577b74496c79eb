package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A cluster that has a snapshot's state lets its machines in, though they may be others than then: it forgets the
 * passwords of their nodes, and nodes of their names that were other machines.
 */
record MachinesKnown(Restore restore) implements Task {
    @Override
    public String title() {
        return "Let the machines in";
    }

    @Override
    public Verdict check(Probe server) {
        if (restore.step(server).compareTo(RestoreNote.Step.KNOWN) >= 0) {
            return Verdict.inPlace("they may come in");
        }
        ClusterNode.Answer answer = ClusterNode.ask(server);
        return answer.error().isEmpty()
                ? Verdict.drift("forget the passwords of their nodes", machine -> forget(machine, answer.nodes()))
                : waiting(server, answer.error());
    }

    private Verdict waiting(Probe server, String error) {
        if (Service.of(server, Role.SERVER).crashLooping()) {
            throw new K3sDeployException(
                    "On " + server.target() + ", K3S ends again and again with the snapshot's state",
                    Service.diagnosis(server, Role.SERVER));
        }
        return new Verdict.Pending(
                "the API does not answer yet: " + error,
                new Patience(restore.cluster().readyWithin(), Duration.ofMillis(500)),
                probe -> Service.diagnosis(probe, Role.SERVER));
    }

    private void forget(Machine server, List<ClusterNode> nodes) {
        for (NodeSpec node : restore.cluster().nodes()) {
            Probe machine = server.peer(node.target());
            String name = name(machine, node);
            String ip = NodeAddress.of(machine, node).ip();
            boolean wasAnother = nodes.stream()
                    .anyMatch(known -> known.name().equals(name) && !known.ip().equals(ip));
            if (wasAnother) {
                NodeGone.delete(server, name);
            } else {
                server.run(Kubectl.of(
                        "--namespace=kube-system",
                        "delete",
                        "secret",
                        name + ".node-password.k3s",
                        "--ignore-not-found"));
            }
        }
        server.run(restore.at(RestoreNote.Step.KNOWN).note());
    }

    private static String name(Probe machine, NodeSpec node) {
        return node.options().get("node-name").stream()
                .map(Object::toString)
                .findFirst()
                .orElseGet(() -> machine.ask(Command.of("uname", "-n")).text())
                .toLowerCase(Locale.ROOT);
    }
}
