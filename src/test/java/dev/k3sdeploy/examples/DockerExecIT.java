package dev.k3sdeploy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.testcontainers.ContainerLab;
import dev.k3sdeploy.testcontainers.LabContainer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example keeps what every transport promises, and a cluster goes up and down by it. */
@SuppressWarnings("NullAway.Init")
class DockerExecIT implements ConnectionContract {
    private static ContainerLab lab;

    @BeforeAll
    static void thereIsALab() {
        Lab.requireHosts();
        Lab.requireProgram("docker");
        lab = ContainerLab.start(1);
    }

    @AfterAll
    static void theLabGoes() {
        if (lab != null) {
            lab.close();
        }
    }

    private static LabContainer machine() {
        return lab.machines().get(0);
    }

    @Override
    public Connection connection() {
        return new DockerExec(machine().getContainerId());
    }

    @Test
    void aClusterGoesUpAndDownWhereNoSshAnswers(@TempDir Path folder) throws Exception {
        machine().execInContainer("systemctl", "stop", "ssh");
        Map<String, String> environment =
                Map.of("K3SDEPLOY_K3S", Lab.simulator().toString());
        Cluster cluster = lab.cluster()
                .on(new ControlMachine(folder, folder, "nobody", environment))
                .options(ClusterOptions.DEFAULTS.connecting(target -> connection()))
                .build();

        cluster.up().orThrow();
        assertThat(cluster.status().healthy()).isTrue();
        assertThat(cluster.up().orThrow().counts().changed()).isZero();
        cluster.down().orThrow();
    }
}
