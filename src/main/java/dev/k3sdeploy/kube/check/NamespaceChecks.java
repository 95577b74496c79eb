package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.ShellPods;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may do what where, and how much of it. */
final class NamespaceChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("rbac", "an AppOps account works in its namespace, and in no other", NamespaceChecks::rbac),
            Check.withPods("quota", "a ResourceQuota refuses what is over it", NamespaceChecks::quota),
            Check.withPods(
                    "limit-range",
                    "a LimitRange gives defaults, and refuses what is over it",
                    NamespaceChecks::limits));

    private static final int FORBIDDEN = 403;
    private static final String ACCOUNT = "appops";

    private NamespaceChecks() {}

    private static String rbac(Sandbox sandbox) {
        String own = sandbox.namespace("appops");
        String other = sandbox.namespace();
        allow(sandbox, own);
        String user = "system:serviceaccount:" + own + ":" + ACCOUNT;
        try (KubernetesClient as = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(sandbox.client().getConfiguration())
                        .withImpersonateUsername(user)
                        .build())
                .build()) {
            if (!sandbox.until(() -> mayListPods(as, own))) {
                throw new CheckFailure(
                        "the account may not list pods in its own namespace, although a Role says so",
                        "Is RBAC on? See `kubectl auth can-i list pods --as " + user + "`");
            }
            if (mayListPods(as, other)) {
                throw new CheckFailure(
                        "the account may list pods in another namespace, although no Role says so",
                        "A binding gives all accounts too much: `kubectl get clusterrolebindings -o wide`");
            }
        }
        return "it may list pods in " + own + ", and not in " + other;
    }

    private static void allow(Sandbox sandbox, String namespace) {
        KubernetesClient client = sandbox.client();
        client.serviceAccounts()
                .inNamespace(namespace)
                .resource(new ServiceAccountBuilder()
                        .withMetadata(sandbox.named(ACCOUNT))
                        .build())
                .create();
        client.rbac()
                .roles()
                .inNamespace(namespace)
                .resource(new RoleBuilder()
                        .withMetadata(sandbox.named(ACCOUNT))
                        .addNewRule()
                        .withApiGroups("", "apps")
                        .withResources("pods", "deployments", "services")
                        .withVerbs("get", "list", "create", "delete")
                        .endRule()
                        .build())
                .create();
        client.rbac()
                .roleBindings()
                .inNamespace(namespace)
                .resource(new RoleBindingBuilder()
                        .withMetadata(sandbox.named(ACCOUNT))
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName(ACCOUNT)
                        .withNamespace(namespace)
                        .endSubject()
                        .build())
                .create();
    }

    private static boolean mayListPods(KubernetesClient as, String namespace) {
        try {
            return as.pods().inNamespace(namespace).list() != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }

    private static String quota(Sandbox sandbox) {
        String namespace = sandbox.namespace("quota");
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withMetadata(sandbox.named("one-pod"))
                .withNewSpec()
                .addToHard("pods", new Quantity("1"))
                .endSpec()
                .build();
        var resource = sandbox.client().resourceQuotas().inNamespace(namespace).resource(quota);
        resource.create();
        boolean counted = sandbox.until(() -> Optional.ofNullable(resource.get())
                .map(ResourceQuota::getStatus)
                .filter(status -> status.getHard() != null && status.getHard().containsKey("pods"))
                .isPresent());
        if (!counted) {
            throw new CheckFailure(
                    "nobody counts what a ResourceQuota limits", "See the server's journal: `k3sdeploy logs`");
        }
        ShellPods pods = new ShellPods(sandbox);
        pods.create(namespace, "first", pods.spec(ShellPods.IDLE).build());
        if (!refused(
                () -> pods.create(namespace, "second", pods.spec(ShellPods.IDLE).build()))) {
            throw new CheckFailure("a second pod comes into a namespace with a quota of one", "");
        }
        return "the second pod of one is refused";
    }

    private static String limits(Sandbox sandbox) {
        String namespace = sandbox.namespace("limits");
        sandbox.client()
                .limitRanges()
                .inNamespace(namespace)
                .resource(limitRange(sandbox))
                .create();
        ShellPods pods = new ShellPods(sandbox);
        PodSpec large = pods.spec(ShellPods.IDLE)
                .editFirstContainer()
                .withNewResources()
                .addToLimits("memory", new Quantity("128Mi"))
                .endResources()
                .endContainer()
                .build();
        int[] count = {0};
        if (!sandbox.until(() -> refused(() -> pods.create(namespace, "large-" + count[0]++, large)))) {
            throw new CheckFailure("a container with 128 MB comes into a namespace with a maximum of 64", "");
        }
        Pod small = pods.create(namespace, "small", pods.spec(ShellPods.IDLE).build());
        Quantity limit = memoryLimit(small);
        if (!new Quantity("32Mi").equals(limit)) {
            throw new CheckFailure(
                    "a container that asks for nothing does not get the LimitRange's default, but " + limit, "");
        }
        return "128 MB of 64 are refused, and 32 are the default";
    }

    /** At most 64 MB for a container, and 32 for one that asks for nothing. */
    private static LimitRange limitRange(Sandbox sandbox) {
        return new LimitRangeBuilder()
                .withMetadata(sandbox.named("small"))
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .withDefault(Map.of("memory", new Quantity("32Mi")))
                .withDefaultRequest(Map.of("memory", new Quantity("8Mi")))
                .withMax(Map.of("memory", new Quantity("64Mi")))
                .endLimit()
                .endSpec()
                .build();
    }

    private static @Nullable Quantity memoryLimit(Pod pod) {
        ResourceRequirements given = pod.getSpec().getContainers().get(0).getResources();
        return given == null ? null : given.getLimits().get("memory");
    }

    private static boolean refused(Runnable creation) {
        try {
            creation.run();
            return false;
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                return true;
            }
            throw e;
        }
    }
}
