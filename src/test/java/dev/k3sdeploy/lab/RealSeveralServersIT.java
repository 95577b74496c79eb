package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three servers and two agents, with real K3S and its etcd. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = "K3SDEPLOY_K3S", matches = ".+", disabledReason = "it names no real K3S")
class RealSeveralServersIT extends SeveralServersContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent", "agent-2");

    private static Path given() {
        return Path.of(System.getenv().getOrDefault("K3SDEPLOY_K3S", ""));
    }

    @Override
    LabHosts lab() {
        return LAB;
    }

    @Override
    LabInventory small() {
        return LAB.inventory()
                .with("k3s_master_extra_opts", "--disable=traefik,coredns,servicelb,local-storage,metrics-server");
    }

    @Override
    JsonRun up(LabInventory inventory) {
        return with(given(), inventory);
    }

    /** The same K3S as another file: its last byte says nothing to it. */
    @Override
    JsonRun upgrade(LabInventory inventory) {
        Path other = LAB.control().folder().resolve("other/k3s");
        try {
            if (Files.notExists(other)) {
                Files.createDirectories(other.getParent());
                Files.copy(given(), other, StandardCopyOption.COPY_ATTRIBUTES);
                Files.writeString(other, "\n", StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return with(other, inventory);
    }

    private static JsonRun with(Path k3s, LabInventory inventory) {
        return LAB.control().with("K3SDEPLOY_K3S", k3s.toString()).json(inventory, "up");
    }

    @Test
    @Order(7)
    void aFirstServerThatLostItsDiskComesBackIntoEtcd() {
        makeAnew(host(0), "k3s");
        LabInventory inventory = small().withServer(host(1)).withServer(host(2));

        JsonRun up = upgrade(inventory);

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.details("changed"))
                .anyMatch(task -> task.startsWith("server-1: Start k3s: remove node server-1")
                        && task.contains("; join server-2; it is Ready"));
        assertThat(host(1).sh("/usr/local/bin/k3s kubectl get nodes --no-headers")
                        .lines())
                .hasSize(5)
                .allMatch(line -> line.contains(" Ready "));
        assertThat(upgrade(inventory).tasks("changed")).isEmpty();
    }
}
