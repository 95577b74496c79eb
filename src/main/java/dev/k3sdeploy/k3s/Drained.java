package dev.k3sdeploy.k3s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.CommandFailedException;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No pod is let onto a node that is to leave, and none is on it that could run elsewhere. Where the drain is forced, a
 * node that is cordoned already counts as drained: the drain that did not end has done that much.
 */
record Drained(Leaving leaving) implements Task {
    @Override
    public String title() {
        return "Drain its node";
    }

    @Override
    public Verdict check(Probe host) {
        if (!leaving.cluster().rollout().drain()) {
            return new Verdict.NotNeeded("k3s_drain is false");
        }
        Optional<ClusterNode> found = leaving.find(host);
        if (found.isEmpty()) {
            return Verdict.inPlace("the cluster has no node of it");
        }
        ClusterNode node = found.get();
        if (leaving.force() && (!node.ready() || node.cordoned())) {
            return new Verdict.NotNeeded(
                    node.ready()
                            ? "it is cordoned, and --force waits for no drain"
                            : "it is NotReady: nothing there ends");
        }
        List<String> pods = pods(host.peer(leaving.server()), node.name());
        if (node.cordoned() && pods.isEmpty()) {
            return Verdict.inPlace("no pod is on " + node.name() + " that could run elsewhere");
        }
        return Verdict.drift(
                "drain " + node.name() + (pods.isEmpty() ? "" : ", where " + pods.size() + " pods are"),
                machine -> drain(machine, node.name()));
    }

    /** What is evicted: neither a DaemonSet's pod, nor one that the kubelet has by itself, nor one that has ended. */
    private static List<String> pods(Probe server, String node) {
        Command question = Kubectl.of("get", "--raw", "/api/v1/pods?fieldSelector=spec.nodeName%3D" + node);
        CommandResult answer = server.ask(question);
        if (!answer.succeeded()) {
            throw new CommandFailedException(server.target(), question, answer, "");
        }
        try {
            List<String> pods = new ArrayList<>();
            for (JsonNode pod : new ObjectMapper().readTree(answer.out().text()).path("items")) {
                if (isEvicted(pod)) {
                    pods.add(pod.path("metadata").path("name").asText());
                }
            }
            return pods;
        } catch (JsonProcessingException e) {
            throw new K3sDeployException("On " + server.target() + ", the API's list of pods cannot be read", "", e);
        }
    }

    private static boolean isEvicted(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner.path("kind").asText().equals("DaemonSet")) {
                return false;
            }
        }
        String phase = pod.path("status").path("phase").asText();
        return !metadata.path("annotations").has("kubernetes.io/config.mirror")
                && !phase.equals("Succeeded")
                && !phase.equals("Failed");
    }

    private void drain(Machine machine, String name) {
        Machine server = machine.peer(leaving.server());
        Duration within = leaving.cluster().rollout().drainWithin();
        if (leaving.force()) {
            server.ask(Drain.command(
                    name, within, "--force")); // a drain that does not end has cordoned the node all the same
            return;
        }
        Drain.run(server, name, within, ", or add --force; to keep the node: kubectl uncordon " + name);
    }
}
