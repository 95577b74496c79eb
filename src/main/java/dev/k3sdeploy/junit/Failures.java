package dev.k3sdeploy.junit;

import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** What a test's failure means for its cluster. */
final class Failures {
    private Failures() {}

    /** Notes a failure, and attaches what helps to understand it. */
    static void look(ExtensionContext context, RunningCluster running) {
        boolean failed = context.getExecutionException()
                .filter(problem -> !(problem instanceof TestAbortedException))
                .isPresent();
        if (!failed) {
            return;
        }
        running.testFailed();
        context.publishDirectory("k3sdeploy", folder -> {
            try {
                running.describeIn(folder);
            } catch (K3sDeployException e) {
                Files.writeString(folder.resolve("problem.txt"), e.getMessage());
            }
        });
        if (running.kept()) {
            context.publishReportEntry(
                    "k3sdeploy.kept",
                    "the cluster is left as it is: export KUBECONFIG="
                            + running.cluster().kubeconfigFile());
        }
    }
}
