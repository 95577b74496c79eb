package dev.k3sdeploy.junit;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.Diagnosis;
import dev.k3sdeploy.Status;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.machines.TemporaryFolder;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cluster that is up, for tests; what was there before them stays after them. */
final class RunningCluster implements AutoCloseable {
    private enum Before {
        NOTHING,
        MACHINES,
        CLUSTER
    }

    private final ClusterSource.Opened opened;
    private final Before before;
    private final TemporaryFolder output;
    private final Wishes wishes;
    private @Nullable Kubeconfig kubeconfig;
    private boolean failed;

    private RunningCluster(ClusterSource.Opened opened, Before before, TemporaryFolder output, Wishes wishes) {
        this.opened = opened;
        this.before = before;
        this.output = output;
        this.wishes = wishes;
    }

    /**
     * Brings a cluster up.
     *
     * @throws AbsentMachines when there is nothing to bring up
     */
    static RunningCluster of(ClusterSource source, Wishes wishes) {
        TemporaryFolder output = TemporaryFolder.create("k3sdeploy-test-");
        ClusterSource.Opened opened = open(source, output, wishes);
        RunningCluster running = new RunningCluster(opened, beforeOrClose(opened, output), output, wishes);
        try {
            opened.cluster().up().orThrow();
            running.kubeconfig = opened.cluster().kubeconfig();
            return running;
        } catch (RuntimeException e) {
            running.testFailed();
            running.closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(RuntimeException first) {
        try {
            close();
        } catch (RuntimeException e) {
            first.addSuppressed(e);
        }
    }

    private static Before beforeOrClose(ClusterSource.Opened opened, TemporaryFolder output) {
        try {
            return before(opened.cluster());
        } catch (RuntimeException e) {
            opened.machines().close();
            output.close();
            throw e;
        }
    }

    private static ClusterSource.Opened open(ClusterSource source, TemporaryFolder output, Wishes wishes) {
        try {
            return source instanceof LabSource lab && wishes.keep()
                    ? lab.openToKeep(output.path())
                    : source.open(output.path());
        } catch (UnreachableException e) {
            output.close();
            throw new AbsentMachines(e);
        } catch (RuntimeException e) {
            output.close();
            throw e;
        }
    }

    private static Before before(Cluster cluster) {
        if (cluster.hosts().declared()) {
            List<MachineState> machines = list(cluster);
            if (machines.stream().noneMatch(MachineState::exists)) {
                return Before.NOTHING;
            }
            if (!machines.stream().allMatch(MachineState::running)) {
                return Before.MACHINES;
            }
        }
        for (Survey.Answer<String> answer : cluster.ping().values()) {
            if (answer.problem() != null) {
                throw new AbsentMachines(answer.problem());
            }
        }
        Status status = cluster.status();
        return status.apiError().isEmpty() && !status.nodes().isEmpty() ? Before.CLUSTER : Before.MACHINES;
    }

    private static List<MachineState> list(Cluster cluster) {
        try {
            return cluster.hosts().list();
        } catch (K3sDeployException e) {
            throw new AbsentMachines(e);
        }
    }

    Cluster cluster() {
        return opened.cluster();
    }

    Kubeconfig kubeconfig() {
        return Objects.requireNonNull(kubeconfig, "a cluster that tests see is up");
    }

    synchronized void testFailed() {
        failed = true;
    }

    synchronized boolean kept() {
        return failed && wishes.keep();
    }

    /** What helps to understand a failure, in a folder that a report keeps. */
    void describeIn(Path folder) {
        Map<String, String> texts = cluster()
                .machineAccess()
                .diagnosis()
                .texts(cluster().targets(), cluster().inventory(), Map.of());
        Diagnosis.write(folder.resolve("debug.tar.gz"), texts);
    }

    @Override
    public void close() {
        if (kept()) {
            return;
        }
        try {
            takeAway();
        } finally {
            opened.machines().close();
            output.close();
        }
    }

    private void takeAway() {
        if (before == Before.NOTHING) {
            cluster().hosts().remove().orThrow();
        } else if (before == Before.MACHINES) {
            cluster().down().orThrow();
        }
    }
}
