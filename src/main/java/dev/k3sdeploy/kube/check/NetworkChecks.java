package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodAccess;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.ShellPods;
import dev.k3sdeploy.kube.WebServers;
import dev.k3sdeploy.kube.WebServers.Server;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What pods reach: each other, names, the world. */
final class NetworkChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("pod-network", "a pod reaches the pods of every other node", NetworkChecks::podNetwork),
            Check.withPods("dns", "a pod of every node resolves the cluster's names", NetworkChecks::dns),
            Check.withPods(
                    "dns-outside", "a pod resolves names of the internet (apt-get update)", NetworkChecks::outside),
            Check.withPods("network-policy", "a NetworkPolicy blocks", NetworkChecks::policy));

    static final String VXLAN_HINT =
            "Flannel's packets go over UDP port 8472 of the nodes' addresses: is it open between"
                    + " them, and is that the right NIC (the check node-addresses, k3s_flannel_iface)?";
    /** Not by wget's own -T, which some builds of busybox cannot do. */
    static final String WGET = "timeout 4 wget -q -O - http://";

    private static final String OUTSIDE = "k3s.io";
    private static final String UNREACHED = "-";

    private NetworkChecks() {}

    private static String podNetwork(Sandbox sandbox) {
        List<Server> servers = sandbox.servers().running();
        Map<String, String> lost = new LinkedHashMap<>();
        for (Server from : servers) {
            List<String> targets = unreached(sandbox, from, servers);
            if (!targets.isEmpty()) {
                lost.put(from.node(), String.join(", ", targets));
            }
        }
        if (!lost.isEmpty()) {
            List<String> text = new ArrayList<>();
            lost.forEach((from, to) -> text.add("a pod on " + from + " does not reach pods on " + to));
            throw new CheckFailure(String.join("; ", text), VXLAN_HINT);
        }
        List<String> dead = List.copyOf(sandbox.servers().everywhere().missing().keySet());
        if (!dead.isEmpty()) {
            throw new CheckFailure(
                    "there is no pod to reach on " + String.join(", ", dead), "See the check daemon-set");
        }
        if (servers.size() == 1) {
            throw new NotPossible("there is one node only");
        }
        int pairs = servers.size() * (servers.size() - 1);
        return pairs + " ways between " + servers.size() + " nodes";
    }

    /** All that one pod does not reach, asked at once. */
    private static List<String> unreached(Sandbox sandbox, Server from, List<Server> servers) {
        List<Server> others = servers.stream().filter(to -> !to.equals(from)).toList();
        if (others.isEmpty()) {
            return List.of();
        }
        StringBuilder script = new StringBuilder();
        others.forEach(to -> script.append("(" + WGET)
                .append(url(to.ip()))
                .append(" || echo " + UNREACHED + ") | sed 's/^/")
                .append(to.node())
                .append(" /' & "));
        PodAccess.Said said =
                PodChecks.shell(sandbox, from.pod(), script.append("wait").toString(), "exec on " + from.node());
        return others.stream()
                .filter(to -> said.out().lines().noneMatch(line -> line.equals(to.node() + " " + to.pod())))
                .map(Server::node)
                .toList();
    }

    static String url(String ip) {
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + WebServers.PORT + "/";
    }

    private static String dns(Sandbox sandbox) {
        sandbox.wished().requireEnabled("coredns");
        List<Server> servers = sandbox.servers().running();
        String name = inside(sandbox);
        List<String> mute = new ArrayList<>();
        for (Server server : servers) {
            if (!resolves(sandbox, server, name)) {
                mute.add(server.node());
            }
        }
        if (!mute.isEmpty()) {
            String hint = mute.size() == servers.size()
                    ? "Does coredns run? `kubectl -n kube-system get pods`"
                    : "CoreDNS runs on another node. " + VXLAN_HINT;
            throw new CheckFailure("pods on " + String.join(", ", mute) + " do not resolve " + name, hint);
        }
        return name + " on " + PodChecks.nodes(servers);
    }

    private static String inside(Sandbox sandbox) {
        return "kubernetes.default.svc." + sandbox.wished().clusterDomain();
    }

    private static boolean resolves(Sandbox sandbox, Server server, String name) {
        return PodChecks.shell(sandbox, server.pod(), "nslookup " + name, "exec on " + server.node())
                .succeeded();
    }

    private static String outside(Sandbox sandbox) {
        sandbox.wished().requireEnabled("coredns");
        Server server = sandbox.servers().running().stream()
                .filter(one -> resolves(sandbox, one, inside(sandbox)))
                .findFirst()
                .orElseThrow(() -> new NotPossible("pods do not resolve the cluster's own names: see the check dns"));
        if (!resolves(sandbox, server, OUTSIDE)) {
            if (!sandbox.web().resolves(OUTSIDE)) {
                throw new NotPossible(
                        "this machine does not resolve " + OUTSIDE + " either: there seems to be no internet");
            }
            throw new CheckFailure(
                    "a pod on " + server.node() + " does not resolve " + OUTSIDE,
                    "CoreDNS asks the name servers of the nodes' /etc/resolv.conf: do the nodes resolve it?");
        }
        return OUTSIDE;
    }

    /** First without the policy: what cannot be reached anyway says nothing about blocking. */
    private static String policy(Sandbox sandbox) {
        sandbox.wished().requireEnabled("network-policy");
        ShellPods pods = new ShellPods(sandbox);
        Pod target = pods.run("policy-target", pods.spec(WebServers.SCRIPT).build());
        Server from = onTheSameNode(sandbox, target);
        String page = url(target.getStatus().getPodIP());
        if (!sandbox.until(() -> reaches(sandbox, from, page))) {
            throw new NotPossible("its pod cannot be reached without a policy either: see the check pod-network");
        }
        NetworkPolicy nobody = new NetworkPolicyBuilder()
                .withMetadata(sandbox.named("nobody"))
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", "policy-target")
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build();
        sandbox.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(sandbox.namespace())
                .resource(nobody)
                .create();
        if (!sandbox.until(() -> !reaches(sandbox, from, page))) {
            throw new CheckFailure(
                    "a policy that lets nobody in lets a pod on " + from.node() + " in",
                    "K3S's own network policy controller needs iptables and ipset sets in the node's kernel: see"
                            + " `k3sdeploy logs`");
        }
        return "a policy that lets nobody in does so";
    }

    private static Server onTheSameNode(Sandbox sandbox, Pod target) {
        List<Server> servers = sandbox.servers().running();
        return servers.stream()
                .filter(server -> server.node().equals(target.getSpec().getNodeName()))
                .findFirst()
                .orElse(servers.get(0));
    }

    private static boolean reaches(Sandbox sandbox, Server from, String page) {
        try {
            return sandbox.pods()
                    .shell(sandbox.namespace(), from.pod(), WGET + page)
                    .succeeded();
        } catch (IOException e) {
            return false;
        }
    }
}
