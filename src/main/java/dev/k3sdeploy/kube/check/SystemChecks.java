package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.SeenNode;
import dev.k3sdeploy.kube.WishedNode;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What K3S brings with it: {@code kubectl get all -n kube-system}. */
final class SystemChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("system-deployments", "kubectl get pods -n kube-system", SystemChecks::deployments),
            Check.withPods("ingress-class", "kubectl get ingressclass", SystemChecks::ingressClass),
            Check.withPods("storage-class", "kubectl get storageclass", SystemChecks::storageClass),
            Check.withPods("traefik-addresses", "kubectl -n kube-system get svc traefik", SystemChecks::traefik));

    private static final String SYSTEM = "kube-system";
    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";

    private SystemChecks() {}

    /** By the component that brings it. */
    private static Map<String, String> wanted(Sandbox sandbox) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "coredns", "coredns",
                "metrics-server", "metrics-server",
                "local-storage", "local-path-provisioner",
                "traefik", "traefik"));
        all.keySet().removeAll(sandbox.wished().disabled());
        return all;
    }

    private static String deployments(Sandbox sandbox) {
        List<String> names = wanted(sandbox).values().stream().sorted().toList();
        if (names.isEmpty()) {
            throw new NotPossible("the inventory switches all of them off");
        }
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            Deployment deployment = sandbox.client()
                    .apps()
                    .deployments()
                    .inNamespace(SYSTEM)
                    .withName(name)
                    .get();
            if (deployment == null) {
                wrong.add("there is no " + name);
            } else if (!available(deployment)) {
                wrong.add(name + " is not available");
            }
        }
        if (!wrong.isEmpty()) {
            throw new CheckFailure(
                    String.join("; ", wrong),
                    "They need a minute or two after the nodes are Ready, and images: `kubectl -n kube-system get pods`");
        }
        return String.join(", ", names) + " are available";
    }

    static boolean available(Deployment deployment) {
        Integer ready =
                deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
        return ready != null
                && ready >= Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    }

    private static String ingressClass(Sandbox sandbox) {
        sandbox.wished().requireEnabled("traefik");
        List<String> names = sandbox.client().network().v1().ingressClasses().list().getItems().stream()
                .map(ingress -> ingress.getMetadata().getName())
                .toList();
        if (!names.contains("traefik")) {
            throw new CheckFailure(
                    names.isEmpty() ? "there is none" : "there is no traefik, but " + String.join(", ", names),
                    "Traefik's chart makes it: see `kubectl -n kube-system get helmcharts,jobs`");
        }
        return String.join(", ", names);
    }

    /** Two defaults are as bad as none: which one a volume comes from is then a matter of luck. */
    private static String storageClass(Sandbox sandbox) {
        List<String> defaults = defaultStorageClasses(sandbox);
        if (defaults.isEmpty()) {
            sandbox.wished().requireEnabled("local-storage");
            throw new CheckFailure(
                    "none is the default, so a PersistentVolumeClaim stays Pending",
                    "K3S brings local-path: see `kubectl -n kube-system get pods`, or mark yours with the annotation "
                            + DEFAULT);
        }
        if (defaults.size() > 1) {
            throw new CheckFailure(
                    String.join(" and ", defaults) + " are both the default",
                    "`kubectl annotate storageclass " + defaults.get(0) + " " + DEFAULT
                            + "=false --overwrite`, or the other one");
        }
        return defaults.get(0) + " is the default";
    }

    static List<String> defaultStorageClasses(Sandbox sandbox) {
        return sandbox.client().storage().v1().storageClasses().list().getItems().stream()
                .filter(found -> isDefault(found))
                .map(found -> found.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static boolean isDefault(StorageClass found) {
        return found.getMetadata().getAnnotations() != null
                && "true".equals(found.getMetadata().getAnnotations().get(DEFAULT));
    }

    private static String traefik(Sandbox sandbox) {
        sandbox.wished().requireEnabled("traefik");
        sandbox.wished().requireEnabled("servicelb");
        Service service = sandbox.client()
                .services()
                .inNamespace(SYSTEM)
                .withName("traefik")
                .get();
        if (service == null) {
            throw new CheckFailure(
                    "there is no service traefik", "See `kubectl -n kube-system get helmcharts,jobs,pods`");
        }
        return addressOfEachNode(sandbox, service);
    }

    /** Says which addresses a service of the type LoadBalancer has; each node's must be there. */
    static String addressOfEachNode(Sandbox sandbox, Service service) {
        List<String> has = externalAddresses(service);
        List<String> wanted = nodeAddresses(sandbox);
        List<String> missing =
                wanted.stream().filter(address -> !has.contains(address)).toList();
        String name = service.getMetadata().getName();
        if (!missing.isEmpty()) {
            throw new CheckFailure(
                    "service " + name + " has " + (has.isEmpty() ? "no external address" : String.join(", ", has))
                            + ", and not " + String.join(", ", missing),
                    "Is the port taken on that node, or the node not Ready? See the pods svclb-" + name
                            + "… of `kubectl get pods -A -o wide`");
        }
        return String.join(", ", has);
    }

    static List<String> externalAddresses(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        return service.getStatus().getLoadBalancer().getIngress().stream()
                .map(LoadBalancerIngress::getIp)
                .filter(Objects::nonNull)
                .toList();
    }

    /** By which students reach the nodes: the inventory's addresses, else the nodes' own. */
    static List<String> nodeAddresses(Sandbox sandbox) {
        List<WishedNode> wished = sandbox.wished().nodes();
        return SeenNode.all(sandbox.client()).stream()
                .filter(node -> !node.keptFree())
                .map(node -> wished.stream()
                        .filter(one -> one.is(node.name(), node.address()))
                        .map(WishedNode::address)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(node.address()))
                .distinct()
                .toList();
    }
}
