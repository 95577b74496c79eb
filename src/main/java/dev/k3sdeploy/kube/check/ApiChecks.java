package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.ApiProblem;
import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.Sandbox;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** First contact: {@code kubectl cluster-info}. */
final class ApiChecks {
    static final List<Check> ALL = List.of(
            new Check("api", "kubectl reaches the cluster", Check.Needs.NOTHING, ApiChecks::api),
            Check.withPods("cluster-info", "kubectl cluster-info", ApiChecks::clusterInfo));

    /** By the component that brings it. */
    private static final Map<String, String> SERVICES =
            Map.of("coredns", "kube-dns", "metrics-server", "metrics-server");

    private ApiChecks() {}

    private static String api(Sandbox sandbox) {
        String url = sandbox.client().getMasterUrl().toString().replaceFirst("/$", "");
        try {
            String version = sandbox.client().getKubernetesVersion().getGitVersion();
            return url + (version == null ? " answers" : " runs " + version);
        } catch (KubernetesClientException e) {
            String hint = e.getCode() == 0
                    ? "Is the server up, and its port 6443 open to this machine? See `k3sdeploy status`"
                    : ApiProblem.hint(e);
            throw new CheckFailure(url + ": " + ApiProblem.text(e), hint);
        }
    }

    private static String clusterInfo(Sandbox sandbox) {
        List<String> wanted = SERVICES.keySet().stream()
                .filter(component -> !sandbox.wished().disabled().contains(component))
                .sorted()
                .toList();
        if (wanted.isEmpty()) {
            throw new NotPossible("the inventory switches coredns and metrics-server off");
        }
        List<String> listed = sandbox
                .client()
                .services()
                .inNamespace("kube-system")
                .withLabel("kubernetes.io/cluster-service", "true")
                .list()
                .getItems()
                .stream()
                .map(Service::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
        List<String> missing = new ArrayList<>();
        for (String component : wanted) {
            String service = SERVICES.getOrDefault(component, component);
            if (!listed.contains(service)) {
                missing.add(service);
            }
        }
        if (!missing.isEmpty()) {
            throw new CheckFailure(
                    "it lists no service " + String.join(", ", missing),
                    "K3S brings them by itself: see `kubectl -n kube-system get addons,pods`");
        }
        return "it lists " + String.join(", ", listed.stream().sorted().toList());
    }
}
