package dev.k3sdeploy;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterNode;
import dev.k3sdeploy.k3s.InventoryNodes;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.k3s.KubeconfigHere;
import dev.k3sdeploy.k3s.MachineStatus;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Questions about a cluster as it is; changes nothing. */
record ClusterSurvey(Plan plan, Sessions sessions, int forks) {
    /** A server's answer, and which one gave it. */
    private record Nodes(Target server, ClusterNode.Answer answer) {}

    Status status(List<Target> targets) {
        Map<Target, Role> roles =
                plan.cluster().nodes().stream().collect(Collectors.toMap(NodeSpec::target, NodeSpec::role));
        Map<Target, Survey.Answer<MachineStatus>> machines = Survey.ask(
                sessions,
                targets.stream().filter(roles::containsKey).toList(),
                forks,
                host -> MachineStatus.inFull(host, roles.getOrDefault(host.target(), Role.AGENT)));
        Nodes nodes = nodes();
        InventoryNodes compared = compared(nodes);
        return new Status(
                plan.cluster().name(),
                machines,
                nodes.answer().nodes(),
                nodes.answer().error(),
                compared.unknown().isEmpty() ? compared.names() : List.of(),
                plan.cluster().kubeconfig());
    }

    /** As {@link Cluster#strangers}. */
    List<String> strangers() {
        InventoryNodes compared = compared(nodes());
        if (!compared.strangers().isEmpty() && !compared.unknown().isEmpty()) {
            throw new K3sDeployException(
                    "It cannot be told whether " + String.join(", ", compared.names()) + " is the node of "
                            + compared.unknown().stream().map(Target::name).collect(Collectors.joining(" or "))
                            + ", which does not answer",
                    "Make the machine reachable, or take it out of the inventory if it is gone for good");
        }
        return compared.names();
    }

    private InventoryNodes compared(Nodes nodes) {
        return ask(
                nodes.server(),
                server -> InventoryNodes.compare(
                        server, plan.cluster(), nodes.answer().nodes()));
    }

    /** What the first server tells that can be reached and whose API answers; else why the last one does not. */
    private Nodes nodes() {
        Nodes nodes = new Nodes(plan.cluster().firstServer().target(), new ClusterNode.Answer(List.of(), ""));
        for (NodeSpec server : plan.cluster().servers()) {
            nodes = new Nodes(server.target(), answer(server.target()));
            if (nodes.answer().error().isEmpty()) {
                return nodes;
            }
        }
        return nodes;
    }

    private ClusterNode.Answer answer(Target server) {
        try {
            return ask(server, ClusterNode::ask);
        } catch (K3sDeployException e) {
            return new ClusterNode.Answer(List.of(), e.summary());
        }
    }

    /** As {@link Cluster#ping}. */
    Map<Target, Survey.Answer<String>> ping(List<Target> targets) {
        Command who = Command.script(
                ". /etc/os-release 2>/dev/null; echo \"$(id -un) on $(uname -n), ${PRETTY_NAME:-$(uname -s)}, $(uname -m)\"");
        return Survey.ask(sessions, targets, forks, host -> host.ask(who).text());
    }

    /** As {@link Cluster#kubeconfig}. */
    Kubeconfig kubeconfig() {
        Target first = plan.cluster().firstServer().target();
        return ask(first, server -> KubeconfigHere.read(server, plan.cluster()))
                .orElseThrow(() ->
                        new K3sDeployException("Server " + first + " has no kubeconfig", "Run `k3sdeploy up` first"));
    }

    /** What machines answer, all at once, or why they do not. */
    <T> Map<Target, Survey.Answer<T>> answers(List<Target> machines, Function<Probe, T> question) {
        return Survey.ask(sessions, machines, forks, question);
    }

    /** What a machine answers, or why it does not. */
    <T> Survey.Answer<T> answer(Target machine, Function<Probe, T> question) {
        return Survey.ask(sessions, List.of(machine), 1, question)
                .values()
                .iterator()
                .next();
    }

    /** A question to a server; its failure is the caller's. */
    <T> T ask(Target server, Function<Probe, T> question) {
        Survey.Answer<T> answer = answer(server, question);
        if (answer.problem() != null) {
            throw answer.problem();
        }
        return answer.answered().orElseThrow();
    }
}
