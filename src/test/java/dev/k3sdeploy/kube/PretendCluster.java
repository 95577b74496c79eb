package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.internal.SimpleRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * K3S on three machines as its API shows it, healthy or with faults: fabric8's mock server, and {@link PretendControllers}
 * that do what Kubernetes' own would.
 */
final class PretendCluster implements AutoCloseable {
    static final String SERVER = "vagrantbox-1";
    static final List<String> NODES = List.of(SERVER, "vagrantbox-2", "vagrantbox-3");
    static final String BAD = "vagrantbox-3";
    static final String RUN = "test";
    static final String NAMESPACE = Sandbox.PREFIX + RUN;

    /** Tells every request; kept, for the loggers of the JDK are held by nobody else. */
    private static final Logger TALKATIVE = Logger.getLogger(MockWebServer.class.getName());

    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private final PretendControllers controllers;
    private final AtomicInteger changes = new AtomicInteger();

    PretendCluster(Fault... faults) {
        TALKATIVE.setLevel(Level.OFF);
        this.faults.addAll(List.of(faults));
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        server = new KubernetesMockServer(new Context(), new MockWebServer(), responses, dispatcher(responses), false);
        server.init();
        client = impatient(server);
        new PretendSystem(this).install();
        new PretendAddons(this).install();
        refusals(responses);
        controllers = new PretendControllers(this, client);
    }

    private KubernetesMixedDispatcher dispatcher(Map<ServerRequest, Queue<ServerResponse>> responses) {
        return new KubernetesMixedDispatcher(responses) {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                MockResponse response = super.dispatch(request);
                if (!"GET".equals(request.getMethod())) {
                    changes.incrementAndGet();
                }
                return response;
            }
        };
    }

    /** How often anything was changed. */
    int changes() {
        return changes.get();
    }

    /** As the product's client, it does not ask a dead API for long. */
    private static KubernetesClient impatient(KubernetesMockServer server) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url("/"))
                .withRequestRetryBackoffLimit(1)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    KubernetesClient client() {
        return client;
    }

    static String address(String node) {
        return "192.168.50.20" + node.charAt(node.length() - 1);
    }

    void put(HasMetadata object) {
        client.resource(object).create();
    }

    /** Of the nodes that a LoadBalancer's pods run on. */
    List<String> addresses() {
        if (has(Fault.NO_SERVICE_ADDRESSES)) {
            return List.of();
        } else if (has(Fault.WRONG_NIC)) {
            return List.of("10.0.2.15");
        }
        return NODES.stream()
                .filter(node -> !node.equals(BAD) || !(has(Fault.AGENT_STOPPED) || has(Fault.FULL_DISK)))
                .map(PretendCluster::address)
                .toList();
    }

    /** What the API's admission and RBAC would refuse; the mock takes everything. */
    private void refusals(Map<ServerRequest, Queue<ServerResponse>> responses) {
        if (has(Fault.STALE_KUBECONFIG)) {
            Object stranger = new StatusBuilder()
                    .withCode(401)
                    .withMessage("Unauthorized")
                    .build();
            responses.remove(new SimpleRequest(HttpMethod.GET, "/version")); // what the mock says of itself
            server.expect().get().withPath("/version").andReturn(401, stranger).always();
        }
        String pods = "/api/v1/namespaces/%s/pods";
        Object refused =
                new StatusBuilder().withCode(403).withMessage("forbidden").build();
        String quota = pods.formatted(NAMESPACE + "-quota");
        server.expect()
                .post()
                .withPath(quota)
                .andReturn(201, new PodBuilder().build())
                .once();
        if (!has(Fault.QUOTA_IGNORED)) {
            server.expect().post().withPath(quota).andReturn(403, refused).always();
        }
        String limits = pods.formatted(NAMESPACE + "-limits");
        if (!has(Fault.LIMITS_IGNORED)) {
            server.expect().post().withPath(limits).andReturn(403, refused).once();
        }
        server.expect().post().withPath(limits).andReturn(201, small()).always();
        if (!has(Fault.EVERYBODY_MAY_ALL)) {
            server.expect()
                    .get()
                    .withPath(pods.formatted(NAMESPACE))
                    .andReturn(403, refused)
                    .always();
        }
        if (has(Fault.NOBODY_MAY_ANYTHING)) {
            server.expect()
                    .get()
                    .withPath(pods.formatted(NAMESPACE + "-appops"))
                    .andReturn(403, refused)
                    .always();
        }
    }

    private static Pod small() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withResources(new ResourceRequirementsBuilder()
                        .addToLimits("memory", new io.fabric8.kubernetes.api.model.Quantity("32Mi"))
                        .build())
                .endContainer()
                .endSpec()
                .build();
    }

    Pod pod(String namespace, String name) {
        return Objects.requireNonNull(
                client.pods().inNamespace(namespace).withName(name).get(), name);
    }

    String podAt(String ip) {
        return controllers.podAt(ip);
    }

    boolean hasPolicy(String namespace) {
        return !client.network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .list()
                .getItems()
                .isEmpty();
    }

    /** Whether packets between nodes are lost: over VirtualBox's NAT all of them have one address. */
    boolean isSplit() {
        return has(Fault.VXLAN_BLOCKED) || has(Fault.WRONG_NIC);
    }

    /** Lets Kubernetes work for a moment. */
    void turn() {
        controllers.turn();
    }

    /** As a browser on the control machine sees it. */
    Web web() {
        return new PretendWeb(this);
    }

    /** What the inventory says of it. */
    WishedCluster wished() {
        return new WishedCluster(
                NODES.stream()
                        .map(name -> new WishedNode(name, Optional.of(address(name))))
                        .toList(),
                Optional.of("v1.33.5+k3s1"),
                Set.of(),
                "cluster.local",
                Optional.of(new WishedCluster.NfsShare(address(SERVER), "/")),
                PretendAddons.WISHED);
    }

    /** Names of objects of our label that are still there. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        Stream.of(
                        client.namespaces().list().getItems(),
                        client.persistentVolumes().list().getItems(),
                        client.apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .forEach(object -> left.add(object.getMetadata().getName()));
        return left;
    }

    KubernetesMockServer mock() {
        return server;
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
