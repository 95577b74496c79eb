package dev.k3sdeploy.lab;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Three servers and two agents, with the simulator; it keeps a cluster's state on the first server. */
class SeveralServersIT extends SeveralServersContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent", "agent-2");

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
        return LAB.control().json(inventory, "up");
    }

    @Override
    JsonRun upgrade(LabInventory inventory) {
        return OtherVersion.of(LAB.control(), "v1.34.1+k3s1").json(inventory, "up");
    }
}
