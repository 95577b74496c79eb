package dev.k3sdeploy.testcontainers;

import com.github.dockerjava.api.model.Image;
import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.machines.LoginKey;
import dev.k3sdeploy.machines.TemporaryFolder;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.lifecycle.Startables;

/**
 * Fresh machines for a test: containers that behave as VMs, with a key of their own. They boot in seconds and are gone
 * with {@link #close}. Linux only, where containers have addresses that this machine reaches.
 *
 * <pre>{@code
 * try (ContainerLab lab = ContainerLab.start(3)) {
 *     Cluster cluster = lab.cluster().variable("k3s_channel", "v1.33").build();
 *     cluster.up().orThrow();
 * }
 * }</pre>
 */
public final class ContainerLab implements AutoCloseable {
    private static final String KEY = "id_ed25519";

    private final TemporaryFolder folder;
    private final List<LabContainer> machines;

    private ContainerLab(TemporaryFolder folder, List<LabContainer> machines) {
        this.folder = folder;
        this.machines = machines;
    }

    /**
     * Starts machines, all at once; returns when they have booted.
     *
     * @param count 1 or more; they are called {@code box-1}, {@code box-2} …
     * @return the running lab
     * @throws UnreachableException when there is no container engine, or no image of the lab's machines
     */
    public static ContainerLab start(int count) {
        return start(LabContainer.IMAGE, count, LabContainer::self);
    }

    /**
     * As {@link #start(int)}, with machines that outlive this process when the lab is not closed: Testcontainers removes
     * others.
     *
     * @param count 1 or more
     * @return the running lab
     * @throws UnreachableException when there is no container engine, or no image of the lab's machines
     */
    public static ContainerLab surviving(int count) {
        return start(LabContainer.IMAGE, count, LabContainer::surviving);
    }

    /**
     * As {@link #start(int)}, with an image of one's own.
     *
     * @param image that has what the lab's image has, and is there already
     * @param count 1 or more
     * @return the running lab
     * @throws UnreachableException when there is no container engine, or no such image
     */
    public static ContainerLab start(String image, int count) {
        return start(image, count, LabContainer::self);
    }

    private static ContainerLab start(String image, int count, UnaryOperator<LabContainer> form) {
        absence(image).ifPresent(reason -> {
            throw new UnreachableException("There is no lab: " + reason, "lab/setup of k3sdeploy prepares one");
        });
        TemporaryFolder folder = TemporaryFolder.create("k3sdeploy-lab-");
        String key = LoginKey.publicLine(folder.path().resolve(KEY));
        ContainerLab lab = new ContainerLab(
                folder,
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> form.apply(new LabContainer(image, "box-" + number, key)))
                        .toList());
        try {
            Startables.deepStart(lab.machines).join();
            return lab;
        } catch (RuntimeException e) {
            lab.close();
            throw new K3sDeployException("The lab's machines do not start: " + e.getMessage(), "", e);
        }
    }

    /**
     * A cluster of all machines, the first of them the server.
     *
     * @return to go on with; its kubeconfig goes to the lab's folder, which is deleted with the lab
     */
    public ClusterBuilder cluster() {
        ClusterBuilder builder = Cluster.builder()
                .name("lab")
                .user("vagrant")
                .key(folder.path().resolve(KEY))
                .output(folder.path().resolve("output"))
                .variable("ansible_host_key_checking", false) // made a moment ago, at an address that others had before
                .variable("k3s_packages", List.of());
        builder.server(machines.get(0).name(), machines.get(0).address());
        machines.stream().skip(1).forEach(machine -> builder.agent(machine.name(), machine.address()));
        return builder;
    }

    /**
     * The machines.
     *
     * @return running ones, until the lab is closed
     */
    public List<LabContainer> machines() {
        return machines;
    }

    /** Removes the machines, and the key. */
    @Override
    public void close() {
        machines.parallelStream().forEach(LabContainer::stop);
        folder.close();
    }

    /** Why there can be no lab here. */
    private static Optional<String> absence(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no container engine answers");
        }
        List<Image> images =
                DockerClientFactory.instance().client().listImagesCmd().exec();
        boolean there = images.stream()
                .flatMap(each -> each.getRepoTags() == null ? Stream.empty() : Stream.of(each.getRepoTags()))
                .anyMatch(image::equals);
        return there ? Optional.empty() : Optional.of("there is no image " + image);
    }
}
