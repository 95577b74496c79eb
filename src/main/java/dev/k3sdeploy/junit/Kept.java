package dev.k3sdeploy.junit;

import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * What tests have, kept in JUnit's stores, which close it at its time. Not by {@code computeIfAbsent}, which JUnit 5 does
 * not have.
 */
@SuppressWarnings("deprecation")
final class Kept {
    private static final Namespace OURS = Namespace.create("dev.k3sdeploy");

    private Kept() {}

    /** A cluster, or why there is none: it is tried once, and not for each test again. */
    private record Tried(Optional<RunningCluster> running, Optional<K3sDeployException> problem, Semaphore turn)
            implements AutoCloseable {
        RunningCluster orThrow() {
            return running.orElseThrow(problem::orElseThrow);
        }

        @Override
        public void close() {
            try {
                running.ifPresent(RunningCluster::close);
            } finally {
                turn.release();
            }
        }
    }

    /** The cluster of a class or a test; brought up when it is asked for first. */
    static RunningCluster cluster(Asked asked, ExtensionContext context, Wishes wishes) {
        Object tried = store(asked, context).getOrComputeIfAbsent(asked.source(), source -> up(asked, context, wishes));
        return ((Tried) Objects.requireNonNull(tried)).orThrow();
    }

    /** The same, if it was asked for before and is there. */
    static Optional<RunningCluster> started(Asked asked, ExtensionContext context) {
        return Optional.ofNullable(store(asked, context).get(asked.source(), Tried.class))
                .flatMap(Tried::running);
    }

    private static Store store(Asked asked, ExtensionContext context) {
        if (asked.scope() == Scope.SESSION) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, OURS);
        }
        boolean ofClass =
                asked.scope() == Scope.CLASS && context.getTestMethod().isPresent();
        return ofClass ? context.getParent().orElse(context).getStore(OURS) : context.getStore(OURS);
    }

    private static Tried up(Asked asked, ExtensionContext context, Wishes wishes) {
        Semaphore turn = turn(asked.source(), context);
        try {
            turn.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("Interrupted while other tests used the same machines", "", e);
        }
        try {
            return new Tried(Optional.of(RunningCluster.of(asked.source(), wishes)), Optional.empty(), turn);
        } catch (K3sDeployException e) {
            return new Tried(Optional.empty(), Optional.of(e), turn);
        } catch (RuntimeException e) {
            turn.release();
            throw e;
        }
    }

    /** Two clusters of the same machines cannot be; those of a lab have machines of their own. */
    private static Semaphore turn(ClusterSource source, ExtensionContext context) {
        if (!(source instanceof InventorySource inventory)) {
            return new Semaphore(1);
        }
        Object turn = context.getStore(StoreScope.LAUNCHER_SESSION, OURS)
                .getOrComputeIfAbsent("turn " + inventory.inventory(), name -> new Semaphore(1));
        return (Semaphore) Objects.requireNonNull(turn);
    }

    /** Makes a namespace for a test; it goes with the test. */
    static void namespace(ExtensionContext test, RunningCluster running) {
        String prefix = test.getRequiredTestClass().getSimpleName() + "-"
                + test.getRequiredTestMethod().getName();
        test.getStore(OURS).put(TestNamespace.class, TestNamespace.create(running, prefix, test.getUniqueId()));
    }

    /** In the test's namespace, where it has one. */
    static Kubeconfig kubeconfig(ExtensionContext context, RunningCluster running) {
        TestNamespace namespace = context.getStore(OURS).get(TestNamespace.class, TestNamespace.class);
        return namespace == null ? running.kubeconfig() : running.kubeconfig().inNamespace(namespace.name());
    }

    /** One for each context, closed with it. */
    static Object client(ExtensionContext context, Kubeconfig kubeconfig) {
        return Objects.requireNonNull(context.getStore(OURS)
                .getOrComputeIfAbsent("client of " + context.getUniqueId(), key -> Clients.of(kubeconfig)));
    }
}
