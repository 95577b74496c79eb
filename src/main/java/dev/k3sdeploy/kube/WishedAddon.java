package dev.k3sdeploy.kube;

import java.util.List;
import java.util.Optional;

/**
 * An application of the course.
 *
 * @param wished whether the inventory asks for it; else it is looked at only where it is found
 * @param host the name by which a browser asks Traefik for it
 */
public record WishedAddon(
        String name, boolean wished, String namespace, List<Workload> workloads, Optional<String> host) {
    public WishedAddon {
        workloads = List.copyOf(workloads);
    }

    /**
     * Something that runs when the application does.
     *
     * @param kind as {@code Deployment}, {@code DaemonSet}, {@code StatefulSet}, or {@code Cluster} of CloudNativePG
     */
    public record Workload(String kind, String name) {}
}
