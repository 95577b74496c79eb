package dev.k3sdeploy.junit;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.k3s.Kubeconfig;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a cluster: brings it up before them, injects it, takes it away after them. Used by {@link K3sCluster}, or
 * registered with a source of one's own:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ClusterExtension K3S = ClusterExtension.lab(3).scope(Scope.METHOD);
 * }</pre>
 *
 * <p>What was there before stays: of machines that were made for the tests nothing is left; from machines that stood there
 * K3S is taken away; a cluster that ran already is brought to what the inventory says, and left running.
 *
 * <p>When a test fails, an archive with journals, configuration and network of the machines, secrets masked, is attached
 * to the report. With {@code K3SDEPLOY_KEEP=true} in the environment, or {@code k3sdeploy.keep=true} in JUnit's
 * configuration, the cluster is left as it is then, and the report says how to reach it. Classes that run in parallel and name the same inventory wait for each other.
 */
public final class ClusterExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private final @Nullable Asked given;

    /** For {@link K3sCluster}, which says what is wanted. */
    public ClusterExtension() {
        this(null);
    }

    private ClusterExtension(@Nullable Asked given) {
        this.given = given;
    }

    /**
     * A cluster of one's own making.
     *
     * @param source called when the first test needs the cluster
     * @return for one class
     */
    public static ClusterExtension of(ClusterSource source) {
        return new ClusterExtension(new Asked(source, Scope.CLASS, false));
    }

    /**
     * An inventory's cluster.
     *
     * @param inventory a file or a folder, relative to the working directory
     * @return for one class
     */
    public static ClusterExtension inventory(String inventory) {
        return of(new InventorySource(inventory, List.of()));
    }

    /**
     * A cluster of containers that behave as VMs; needs Testcontainers on the class path.
     *
     * @param machines how many, the first of them the server
     * @return for one class
     */
    public static ClusterExtension lab(int machines) {
        return of(new LabSource(machines, List.of()));
    }

    /**
     * The same, living as long as is said.
     *
     * @param scope a field that is not static can have {@link Scope#METHOD} only
     * @return another extension
     */
    public ClusterExtension scope(Scope scope) {
        Asked asked = registered();
        return new ClusterExtension(new Asked(asked.source(), scope, asked.namespaces()));
    }

    /**
     * The same, with a namespace for each test; needs fabric8's client.
     *
     * @return another extension
     */
    public ClusterExtension namespacePerTest() {
        Asked asked = registered();
        return new ClusterExtension(new Asked(asked.source(), asked.scope(), true));
    }

    private Asked registered() {
        if (given == null) {
            throw new IllegalStateException("begin with ClusterExtension.of, inventory or lab");
        }
        return given;
    }

    private Asked asked(ExtensionContext context) {
        return given != null ? given : annotated(context);
    }

    private static Asked annotated(ExtensionContext context) {
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent()) {
            Optional<K3sCluster> found = at.get()
                    .getElement()
                    .filter(Class.class::isInstance)
                    .map(AnnotatedElement.class::cast)
                    .map(element -> element.getAnnotation(K3sCluster.class));
            if (found.isPresent()) {
                return Asked.of(found.get());
            }
            at = at.get().getParent();
        }
        throw new IllegalStateException("@K3sCluster is on none of the test's classes");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Asked asked = asked(context);
        if (asked.scope() != Scope.METHOD) {
            skippedWhereAbsent(asked, context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Asked asked = asked(context);
        RunningCluster running = skippedWhereAbsent(asked, context);
        if (asked.namespaces()) {
            Kept.namespace(context, running);
        }
    }

    private static RunningCluster skippedWhereAbsent(Asked asked, ExtensionContext context) {
        Wishes wishes = Wishes.of(context);
        try {
            return Kept.cluster(asked, context, wishes);
        } catch (AbsentMachines e) {
            if (wishes.required()) {
                throw e;
            }
            return Assumptions.abort("no cluster, since its machines are absent: " + e.getMessage());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Kept.started(asked(context), context).ifPresent(running -> Failures.look(context, running));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Asked asked = asked(context);
        if (asked.scope() != Scope.METHOD) {
            Kept.started(asked, context).ifPresent(running -> Failures.look(context, running));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class
                || type == Kubeconfig.class
                || type.getName().equals("io.fabric8.kubernetes.client.KubernetesClient");
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Asked asked = asked(context);
        if (asked.scope() == Scope.METHOD && context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("each test has a cluster of its own, and none is there before it");
        }
        RunningCluster running = skippedWhereAbsent(asked, context);
        Class<?> type = parameter.getParameter().getType();
        if (type == Cluster.class) {
            return running.cluster();
        }
        Kubeconfig kubeconfig = Kept.kubeconfig(context, running);
        return type == Kubeconfig.class ? kubeconfig : Kept.client(context, kubeconfig);
    }
}
