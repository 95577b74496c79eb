package dev.k3sdeploy.lab;

import dev.k3sdeploy.testcontainers.LabContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;
import org.testcontainers.DockerClientFactory;

/** What the lab's tests need of this machine. Missing, it is a reason to skip them, and a failure where CI wants them. */
public final class Lab {
    /** Of the machines; {@code K3SDEPLOY_LAB_IMAGE} names another one than lab/setup's. */
    public static final String IMAGE = System.getenv().getOrDefault("K3SDEPLOY_LAB_IMAGE", LabContainer.IMAGE);

    private static final boolean REQUIRED = "required".equals(System.getenv("K3SDEPLOY_LAB"));

    private Lab() {}

    /** A container engine that answers, and the image of the lab's hosts. */
    public static void requireHosts() {
        require(DockerClientFactory.instance().isDockerAvailable(), "no container engine answers; run lab/setup");
        require(
                DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                        .map(image -> image.getRepoTags())
                        .anyMatch(tags -> tags != null && List.of(tags).contains(IMAGE)),
                "there is no image " + IMAGE + "; run lab/setup");
    }

    /** A program that a test starts. */
    public static void requireProgram(String name) {
        require(
                List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
                "there is no " + name + " on PATH");
    }

    static void require(boolean there, String otherwise) {
        if (!there && REQUIRED) {
            throw new AssertionFailedError("K3SDEPLOY_LAB=required, and " + otherwise);
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    /** The repository's top, where Maven starts the tests. */
    static Path repository() {
        return Path.of("").toAbsolutePath();
    }

    /** The simulator: by its header a program as any other that K3SDEPLOY_K3S may name. */
    public static Path simulator() {
        return repository().resolve("lab/simulator/k3s");
    }
}
