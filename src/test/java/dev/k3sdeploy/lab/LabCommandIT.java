package dev.k3sdeploy.lab;

import org.junit.jupiter.api.BeforeAll;

/** The lab as a user has it, by Docker. */
class LabCommandIT extends LabCommandContract {
    LabCommandIT() {
        super("docker", "labcommandit", "172.30.177");
    }

    @BeforeAll
    static void thereIsDocker() {
        Lab.requireHosts();
    }
}
