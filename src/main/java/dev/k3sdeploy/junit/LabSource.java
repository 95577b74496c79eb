package dev.k3sdeploy.junit;

import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.testcontainers.ContainerLab;
import java.nio.file.Path;
import java.util.List;

/** A cluster of containers that live as long as it does. */
record LabSource(int machines, List<String> variables) implements ClusterSource {
    @Override
    public Opened open(Path output) {
        return opened(ContainerLab.start(machines), output);
    }

    /** As {@link #open}, with machines that may be kept. */
    Opened openToKeep(Path output) {
        return opened(ContainerLab.surviving(machines), output);
    }

    private Opened opened(ContainerLab lab, Path output) {
        ClusterBuilder builder = lab.cluster().output(output);
        variables.forEach(variable -> {
            String[] parts = variable.split("=", 2);
            builder.variable(parts[0], parts.length > 1 ? parts[1] : "");
        });
        return new Opened(builder.build(), lab::close);
    }
}
