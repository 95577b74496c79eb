package dev.k3sdeploy.lab;

import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster's life, K3S simulated. */
class LifecycleIT extends LifecycleContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1", "agent-2");

    @Override
    LabHosts lab() {
        return LAB;
    }
}
