package dev.k3sdeploy.lab;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Three servers and an agent, with the simulator; it keeps a cluster's state on the first server. */
class SeveralServersIT extends SeveralServersContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent");

    @Override
    LabHosts lab() {
        return LAB;
    }

    @Override
    LabInventory small() {
        return LAB.inventory();
    }

    @Override
    JsonRun up(LabInventory inventory) {
        return LAB.control().json(inventory.with("k3s_version", "v1.33.5+k3s1"), "up");
    }

    @Override
    JsonRun upgrade(LabInventory inventory) {
        return LAB.control().json(inventory.with("k3s_version", "v1.34.1+k3s1"), "up");
    }
}
