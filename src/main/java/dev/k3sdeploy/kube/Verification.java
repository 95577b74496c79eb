package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.K3sDeployException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Tries exercises on a cluster, some at the same time, and takes away what was made for them. */
public final class Verification {
    private static final int AT_ONCE = 4;
    private static final int REQUEST_MS = 15_000;
    private static final String SIMULATED = "the nodes are played by the lab's simulator, which runs no pods";

    private final WishedCluster wished;
    private final VerifySettings settings;

    /**
     * Asks nothing yet.
     *
     * @param wished what the inventory asks for
     * @param settings images, patience and interruption
     */
    public Verification(WishedCluster wished, VerifySettings settings) {
        this.wished = wished;
        this.settings = settings;
    }

    /**
     * Tries them all.
     *
     * @param kubeconfig its text
     * @param checks the first one asks whether the API answers
     * @param told each result in the checks' order, as soon as it is known
     * @return all results; the API's problem instead of the others where it does not answer
     */
    public VerifyReport run(String kubeconfig, List<Check> checks, Consumer<CheckResult> told) {
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
                .withRequestRetryBackoffLimit(1)
                .withConnectionTimeout(REQUEST_MS)
                .withRequestTimeout(REQUEST_MS)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            return run(new Sandbox(client, new LivePods(client), new PlainWeb(), wished, settings), checks, told);
        }
    }

    VerifyReport run(Sandbox sandbox, List<Check> checks, Consumer<CheckResult> told) {
        long begun = System.nanoTime();
        List<CheckResult> results = new ArrayList<>();
        List<String> left;
        String whyLeft;
        try {
            results.addAll(results(sandbox, checks, told));
        } finally {
            left = sandbox.remove();
            whyLeft = settings.keep() ? "" : sandbox.whyStill(left);
        }
        return new VerifyReport(
                results, left, whyLeft, since(begun), settings.interruption().requested());
    }

    private List<CheckResult> results(Sandbox sandbox, List<Check> checks, Consumer<CheckResult> told) {
        List<CheckResult> results = new ArrayList<>();
        ExecutorService workers = workers();
        try {
            String obstacle = "";
            List<Future<CheckResult>> coming = new ArrayList<>();
            for (Check check : checks) {
                String before = obstacle;
                if (check.needs() == Check.Needs.NOTHING) {
                    CheckResult result = tried(check, sandbox);
                    obstacle = result.passed() ? simulated(sandbox) : "the API does not answer";
                    coming.add(CompletableFuture.completedFuture(result));
                } else if (!before.isEmpty() && (check.needs() == Check.Needs.PODS || !before.equals(SIMULATED))) {
                    coming.add(CompletableFuture.completedFuture(new CheckResult(
                            check.name(), check.exercise(), new Result.NotChecked(before), Duration.ZERO)));
                } else {
                    coming.add(workers.submit((Callable<CheckResult>) () -> tried(check, sandbox)));
                }
            }
            for (Future<CheckResult> each : coming) {
                CheckResult result = known(each);
                told.accept(result);
                results.add(result);
            }
        } finally {
            workers.shutdownNow();
        }
        return results;
    }

    private static String simulated(Sandbox sandbox) {
        return SeenNode.all(sandbox.client()).stream().anyMatch(SeenNode::simulated) ? SIMULATED : "";
    }

    private static ExecutorService workers() {
        AtomicInteger count = new AtomicInteger();
        return Executors.newFixedThreadPool(AT_ONCE, work -> {
            Thread thread = new Thread(work, "verify-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static CheckResult tried(Check check, Sandbox sandbox) {
        long begun = System.nanoTime();
        Result result = result(check, sandbox);
        return new CheckResult(check.name(), check.exercise(), result, since(begun));
    }

    private static Result result(Check check, Sandbox sandbox) {
        try {
            sandbox.goOn();
            return new Result.Passed(check.work().in(sandbox));
        } catch (NotPossible e) {
            return new Result.NotChecked(e.summary());
        } catch (K3sDeployException e) {
            return new Result.Failed(e.summary(), e.hint());
        } catch (KubernetesClientException e) {
            return new Result.Failed(ApiProblem.text(e), ApiProblem.hint(e));
        }
    }

    private static CheckResult known(Future<CheckResult> coming) {
        try {
            return coming.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPossible("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
