package dev.k3sdeploy.lab;

import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster's configuration, K3S simulated. */
class ConfigurationIT extends ConfigurationContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    @Override
    LabHosts lab() {
        return LAB;
    }
}
