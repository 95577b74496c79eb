package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodTrouble;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.ShellPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Work that ends: the Job of the course computes pi. */
final class BatchChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("job", "a Job that computes pi", BatchChecks::job),
            Check.withPods("cron-job", "a CronJob, every minute", BatchChecks::cronJob));

    /** Leibniz's series. */
    private static final String PI =
            "awk 'BEGIN { for (i = 0; i < 400000; i++) s += (i % 2 ? -1 : 1) / (2 * i + 1); printf \"%.4f\\n\", 4 * s }'";

    private BatchChecks() {}

    private static String job(Sandbox sandbox) {
        Job job = new JobBuilder()
                .withMetadata(sandbox.named("pi"))
                .withSpec(spec(sandbox, "pi", PI))
                .build();
        sandbox.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(sandbox.namespace())
                .resource(job)
                .create();
        if (sandbox.await(sandbox.within(), () -> succeeded(sandbox, "pi")).isEmpty()) {
            throw unfinished(sandbox, "pi", "the Job does not end");
        }
        Pod pod = pods(sandbox, "pi").get(0);
        String log = log(sandbox, pod);
        if (!log.contains("3.1415") && !log.contains("3.1416")) {
            throw new CheckFailure("the Job says that pi is «" + log.strip() + "»", "");
        }
        return "pi is " + log.strip() + ", as computed on " + pod.getSpec().getNodeName();
    }

    private static String log(Sandbox sandbox, Pod pod) {
        try {
            return sandbox.pods().logs(sandbox.namespace(), pod.getMetadata().getName());
        } catch (IOException e) {
            throw new CheckFailure(
                    "the Job has ended, and its log cannot be read: " + e.getMessage(), "See the check logs");
        }
    }

    private static JobSpec spec(Sandbox sandbox, String app, String script) {
        ShellPods pods = new ShellPods(sandbox);
        return new JobSpecBuilder()
                .withBackoffLimit(2)
                .withTemplate(pods.template(
                        app, pods.spec(script).withRestartPolicy("Never").build()))
                .build();
    }

    private static Optional<Boolean> succeeded(Sandbox sandbox, String app) {
        refuseWithoutImage(sandbox, app);
        return pods(sandbox, app).stream()
                        .anyMatch(pod -> "Succeeded".equals(pod.getStatus().getPhase()))
                ? Optional.of(true)
                : Optional.empty();
    }

    private static void refuseWithoutImage(Sandbox sandbox, String app) {
        pods(sandbox, app).stream()
                .map(PodTrouble::imageMissing)
                .flatMap(Optional::stream)
                .filter(text -> !text.startsWith("ErrImagePull"))
                .findFirst()
                .ifPresent(text -> {
                    throw new NotPossible(
                            "no node gets the image " + sandbox.images().shell() + ": " + text);
                });
    }

    private static CheckFailure unfinished(Sandbox sandbox, String app, String what) {
        List<Pod> pods = pods(sandbox, app);
        String seen = pods.isEmpty() ? "it has no pod" : PodTrouble.seen(pods.get(pods.size() - 1));
        return new CheckFailure(what + ": " + seen, "See `kubectl describe nodes`");
    }

    private static List<Pod> pods(Sandbox sandbox, String app) {
        return sandbox.client().pods().inNamespace(sandbox.namespace()).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getStatus() != null)
                .toList();
    }

    private static String cronJob(Sandbox sandbox) {
        CronJob cron = new CronJobBuilder()
                .withMetadata(sandbox.named("cron-job"))
                .withNewSpec()
                .withSchedule("* * * * *")
                .withNewJobTemplate()
                .withSpec(spec(sandbox, "cron-job", "date"))
                .endJobTemplate()
                .endSpec()
                .build();
        var resource = sandbox.client()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(sandbox.namespace())
                .resource(cron);
        resource.create();
        Duration within = sandbox.withinSlowly(); // the minute may just have begun
        boolean ran =
                sandbox.await(within, () -> succeeded(sandbox, "cron-job")).isPresent();
        if (!ran) {
            CronJob now = resource.get();
            boolean scheduled = now != null
                    && now.getStatus() != null
                    && Objects.nonNull(now.getStatus().getLastScheduleTime());
            throw scheduled
                    ? unfinished(sandbox, "cron-job", "the CronJob's Job does not end")
                    : new CheckFailure(
                            "the CronJob was not started within " + within.toSeconds() + " s",
                            "Is the server's clock right? `date` on the servers");
        }
        return "it ran";
    }
}
