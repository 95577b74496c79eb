package dev.k3sdeploy.lab;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The lab as a user has it, by root's Podman, whose own storage must have the image: CONTRIBUTING.md tells how. */
@Tag("podman")
@EnabledIfEnvironmentVariable(named = "K3SDEPLOY_PODMAN", matches = ".+", disabledReason = "it names no Podman")
class PodmanIT extends LabCommandContract {
    PodmanIT() {
        super(Objects.requireNonNullElse(System.getenv("K3SDEPLOY_PODMAN"), "podman"), "podmanit", "172.30.178");
    }
}
