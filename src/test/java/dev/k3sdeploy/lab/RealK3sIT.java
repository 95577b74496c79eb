package dev.k3sdeploy.lab;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster's life with real K3S, whose add-ons stay away: a closed machine can pull no image for them. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
class RealK3sIT extends LifecycleContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1", "agent-2");

    @Override
    LabHosts lab() {
        return LAB;
    }

    @Override
    ControlSide control() {
        return RealK3s.control(LAB, RealK3s.VARIABLE);
    }

    @Override
    LabInventory inventory() {
        return RealK3s.inventory(LAB);
    }
}
