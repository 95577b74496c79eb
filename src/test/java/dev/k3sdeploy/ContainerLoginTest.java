package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where SSH goes on {@code machines: containers}: their image says which port its sshd has, and the inventory knows it. */
class ContainerLoginTest {
    private static final Target ONE = new Target("lab-1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private SshEndpoint reached(String... extraVars) {
        Site site = new Site(folder);
        Plan plan = site.plan("""
                k3s_master:
                  hosts: {lab-1: {ansible_host: 172.30.50.201}}
                  vars: {machines: containers, machines_engine: /usr/bin/docker}
                """, extraVars);
        return new ClusterMachines(plan, site.here(), ClusterOptions.DEFAULTS)
                .reached(
                        ONE, Objects.requireNonNull(plan.connections().get(ONE)).endpoint());
    }

    @Test
    void thePortIsTheInventorys() {
        assertThat(reached()).hasToString("lab-1 (172.30.50.201:22)");
        assertThat(reached("ansible_port=2222")).hasToString("lab-1 (172.30.50.201:2222)");
    }

    @Test
    void theKeyIsTheOneThatTheContainersLetIn() {
        assertThat(reached().login().keyFiles()).first().asString().endsWith("lab_ed25519");
    }
}
