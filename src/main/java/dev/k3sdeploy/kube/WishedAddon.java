package dev.k3sdeploy.kube;

import java.util.List;
import java.util.Optional;

/**
 * An application of the course.
 *
 * @param name as {@code k3s_addons} has it
 * @param wished whether the inventory asks for it; else it is looked at only where it is found
 * @param namespace where it runs
 * @param workloads all that must be ready
 * @param host the name by which a browser asks Traefik for it
 */
public record WishedAddon(
        String name, boolean wished, String namespace, List<Workload> workloads, Optional<String> host) {
    /**
     * Takes a copy.
     *
     * @param name {@link #name()}
     * @param wished {@link #wished()}
     * @param namespace {@link #namespace()}
     * @param workloads {@link #workloads()}
     * @param host {@link #host()}
     */
    public WishedAddon {
        workloads = List.copyOf(workloads);
    }

    /**
     * Something that runs when the application does.
     *
     * @param kind as {@code Deployment}, {@code DaemonSet}, {@code StatefulSet}, or {@code Cluster} of CloudNativePG
     * @param name within the application's namespace
     */
    public record Workload(String kind, String name) {}
}
