package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three servers and two agents, with real K3S and its etcd. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
class RealSeveralServersIT extends SeveralServersContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent", "agent-2");

    @Override
    LabHosts lab() {
        return LAB;
    }

    @Override
    LabInventory small() {
        return RealK3s.inventory(LAB);
    }

    @Override
    JsonRun up(LabInventory inventory) {
        return RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory, "up");
    }

    @Override
    JsonRun upgrade(LabInventory inventory) {
        return LAB.control()
                .with(RealK3s.VARIABLE, RealK3s.another(LAB.control()).toString())
                .json(inventory, "up");
    }

    /** From v1.22 on etcd's leader hands the lead over; before, all wait for the election of another, whichever server it was. */
    @Override
    List<LabHost> noticed() {
        return RealK3s.version(RealK3s.VARIABLE).startsWith("v1.21.")
                ? LAB.all().subList(0, 3)
                : super.noticed();
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
