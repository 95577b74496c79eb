package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.Web;
import dev.k3sdeploy.kube.WebServers;
import dev.k3sdeploy.kube.WebServers.Server;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ways to several pods as to one: whoami-service, whoami-service-lb and whoami-ingress of the course. */
final class ServiceChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("cluster-ip", "a Service answers at its address, from every node", ServiceChecks::clusterIp),
            Check.withPods(
                    "service-dns", "wget http://service and http://service.namespace.svc…", ServiceChecks::byName),
            Check.withPods("node-port", "a NodePort answers on every node's address", ServiceChecks::nodePort),
            Check.withPods(
                    "load-balancer", "a LoadBalancer answers on every node's address", ServiceChecks::loadBalancer),
            Check.withPods(
                    "ingress",
                    "an Ingress answers by its host's name on every node's address",
                    ServiceChecks::ingress));

    private static final int LOAD_BALANCER_PORT = 18_080;
    private static final int TIMES = 8;

    private ServiceChecks() {}

    private static String clusterIp(Sandbox sandbox) {
        List<Server> servers = sandbox.servers().running();
        Service service = create(sandbox, "cluster-ip", "ClusterIP", WebServers.PORT);
        String page = NetworkChecks.url(service.getSpec().getClusterIP());
        sandbox.until(() -> servers.stream().allMatch(server -> reaches(sandbox, server, page)));
        List<Server> lost = servers.stream()
                .filter(server -> !reachesEveryTime(sandbox, server, page))
                .toList();
        if (!lost.isEmpty()) {
            throw new CheckFailure(
                    "pods on " + PodChecks.nodes(lost) + " do not always reach a Service at " + page,
                    "kube-proxy's rules send it to a pod of any node. " + NetworkChecks.VXLAN_HINT);
        }
        return page + " from " + PodChecks.nodes(servers);
    }

    private static String byName(Sandbox sandbox) {
        sandbox.wished().requireEnabled("coredns");
        Server server = sandbox.servers().running().get(0);
        String name = "by-name";
        create(sandbox, name, "ClusterIP", WebServers.PORT);
        String full =
                name + "." + sandbox.namespace() + ".svc." + sandbox.wished().clusterDomain();
        for (String host : List.of(name, full)) {
            String page = host + ":" + WebServers.PORT + "/";
            if (!sandbox.until(() -> reaches(sandbox, server, page)) || !reachesEveryTime(sandbox, server, page)) {
                throw new CheckFailure(
                        "a pod on " + server.node() + " does not always reach http://" + host + ":" + WebServers.PORT,
                        "See the checks dns and cluster-ip");
            }
        }
        return name + " and " + full;
    }

    private static boolean reaches(Sandbox sandbox, Server from, String page) {
        return PodChecks.shell(sandbox, from.pod(), NetworkChecks.WGET + page, "exec on " + from.node())
                .succeeded();
    }

    /** Each request goes to a pod of a node by chance. */
    private static boolean reachesEveryTime(Sandbox sandbox, Server from, String page) {
        String all = "for i in $(seq " + TIMES + "); do " + NetworkChecks.WGET + page + " >/dev/null || exit 1; done";
        return PodChecks.shell(sandbox, from.pod(), all, "exec on " + from.node())
                .succeeded();
    }

    private static String nodePort(Sandbox sandbox) {
        sandbox.servers().running();
        Service service = create(sandbox, "node-port", "NodePort", WebServers.PORT);
        int port = service.getSpec().getPorts().get(0).getNodePort();
        return answers(sandbox, port, "localhost", "kube-proxy answers it: is the port open to this machine?");
    }

    private static String loadBalancer(Sandbox sandbox) {
        sandbox.wished().requireEnabled("servicelb");
        sandbox.servers().running();
        create(sandbox, "load-balancer", "LoadBalancer", LOAD_BALANCER_PORT);
        var resource =
                sandbox.client().services().inNamespace(sandbox.namespace()).withName("load-balancer");
        int wanted = SystemChecks.nodeAddresses(sandbox).size();
        Optional<Service> complete = sandbox.await(
                sandbox.within(),
                () -> Optional.ofNullable(resource.get())
                        .filter(now -> SystemChecks.externalAddresses(now).size() >= wanted));
        SystemChecks.addressOfEachNode(sandbox, complete.orElseGet(resource::get));
        return answers(
                sandbox, LOAD_BALANCER_PORT, "localhost", "See the pods svclb-load-balancer… of `kubectl get pods -A`");
    }

    private static String ingress(Sandbox sandbox) {
        sandbox.wished().requireEnabled("traefik");
        sandbox.servers().running();
        create(sandbox, "ingress", "ClusterIP", WebServers.PORT);
        String host = "verify-" + sandbox.run() + ".k3sdeploy.test";
        Ingress ingress = new IngressBuilder()
                .withMetadata(sandbox.named("ingress"))
                .withNewSpec()
                .withIngressClassName("traefik")
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withPath("/")
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName("ingress")
                .withNewPort()
                .withNumber(WebServers.PORT)
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build();
        sandbox.client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(sandbox.namespace())
                .resource(ingress)
                .create();
        return answers(sandbox, 80, host, "See the checks ingress-class and traefik-addresses, and Traefik's log");
    }

    /**
     * From this machine, as a student's browser would ask; every node has to answer with a pod's page, and once it does,
     * every time: each request goes to a pod of any node by chance.
     */
    private static String answers(Sandbox sandbox, int port, String host, String hint) {
        List<String> addresses = SystemChecks.nodeAddresses(sandbox);
        Map<String, String> bad = new LinkedHashMap<>();
        addresses.forEach(address -> bad.put(address + ":" + port, ""));
        sandbox.until(() -> {
            ask(sandbox, bad, port, host);
            return bad.isEmpty();
        });
        for (int again = 1; again < TIMES && bad.isEmpty(); again++) {
            addresses.forEach(address -> bad.put(address + ":" + port, ""));
            ask(sandbox, bad, port, host);
        }
        if (!bad.isEmpty()) {
            String all = bad.entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            throw new CheckFailure("no page of a pod from " + all, hint);
        }
        return "port " + port + " of " + String.join(", ", addresses);
    }

    /** Those that answer are asked no more. */
    private static void ask(Sandbox sandbox, Map<String, String> waiting, int port, String host) {
        waiting.replaceAll((place, before) -> problem(sandbox, place.substring(0, place.lastIndexOf(':')), port, host));
        waiting.values().removeIf(String::isEmpty);
    }

    private static String problem(Sandbox sandbox, String address, int port, String host) {
        try {
            Web.Page page = sandbox.web().get(address, port, host);
            if (page.status() != 200) {
                return "answers " + page.status();
            }
            return page.text().startsWith(WebServers.APP) ? "" : "another page answers";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Service create(Sandbox sandbox, String name, String type, int port) {
        Service service = new ServiceBuilder()
                .withMetadata(sandbox.named(name))
                .withNewSpec()
                .withType(type)
                .addToSelector("app", WebServers.APP)
                .addNewPort()
                .withPort(port)
                .withNewTargetPort(WebServers.PORT)
                .endPort()
                .endSpec()
                .build();
        var resource =
                sandbox.client().services().inNamespace(sandbox.namespace()).resource(service);
        Service made = resource.create();
        return sandbox.await(
                        sandbox.within(),
                        () -> Optional.ofNullable(resource.get())
                                .filter(now -> now.getSpec().getClusterIP() != null))
                .orElse(made);
    }
}
