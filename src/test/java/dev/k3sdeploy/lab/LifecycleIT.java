package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster's life, K3S simulated. */
class LifecycleIT extends LifecycleContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1", "agent-2");

    @Override
    LabHosts lab() {
        return LAB;
    }

    /** More is a step back; less is a figure to write down. Addresses and times differ in length from run to run. */
    @Override
    void compare(WireCount unchangedUp) throws IOException {
        WireCount committed = WireCount.committed();

        assertThat(unchangedUp.connections()).isEqualTo(committed.connections());
        assertThat(unchangedUp.turns()).as("bench/wire.properties").isEqualTo(committed.turns());
        assertThat(unchangedUp.bytes()).as("bench/wire.properties").isCloseTo(committed.bytes(), withinPercentage(3));
    }
}
