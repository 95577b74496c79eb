package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        Path other = LAB.control().folder().resolve("k3s");
        try {
            String simulator = Files.readString(Lab.simulator());
            Files.writeString(other, simulator.replaceFirst("(?m)^VERSION = .*", "VERSION = \"v1.34.1+k3s1\""));
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LAB.control().with("K3SDEPLOY_K3S", other.toString()).json(inventory, "up");
    }
}
