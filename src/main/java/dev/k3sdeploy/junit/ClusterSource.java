package dev.k3sdeploy.junit;

import dev.k3sdeploy.Cluster;
import java.nio.file.Path;

/**
 * Where the cluster of tests comes from. Tests of several classes share a cluster of {@link Scope#SESSION} when their
 * sources are equal.
 */
@FunctionalInterface
public interface ClusterSource {
    /**
     * Describes the cluster; it is brought up by whoever asks.
     *
     * @param output a new folder for its kubeconfig, {@code k3s_output_dir}
     * @return it, and what is to be closed after it
     * @throws dev.k3sdeploy.problem.UnreachableException when its machines are absent: its tests are skipped then
     */
    Opened open(Path output);

    /**
     * A cluster, and what it stands on.
     *
     * @param cluster not up yet
     * @param machines closed when the cluster is not needed any more
     */
    record Opened(Cluster cluster, Machines machines) {
        /**
         * A cluster of machines that are somebody else's matter.
         *
         * @param cluster as described
         * @return with nothing to close
         */
        public static Opened of(Cluster cluster) {
            return new Opened(cluster, () -> {});
        }
    }

    /** What a cluster stands on. */
    @FunctionalInterface
    interface Machines extends AutoCloseable {
        /** Takes them away. */
        @Override
        void close();
    }
}
