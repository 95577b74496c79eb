package dev.k3sdeploy.lab;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A run on the machines of a {@link BootedCluster} as a program of its own, which can be killed. */
final class BootedRun {
    private BootedRun() {}

    /** Arguments: up or down, the cluster's folder, a k3s, and of each machine its name, address and process 1. */
    public static void main(String... arguments) {
        Cluster cluster = cluster(List.of(arguments).subList(1, arguments.length));
        Report report = arguments[0].equals("up") ? cluster.up() : cluster.down();
        System.out.println(report.problems());
        System.exit(report.succeeded() ? 0 : 1);
    }

    /** The cluster of the arguments after the first. */
    static Cluster cluster(List<String> arguments) {
        ClusterBuilder builder = BootedCluster.empty(Path.of(arguments.get(0)), Path.of(arguments.get(1)));
        Map<String, Entrance> machines = new HashMap<>();
        for (int i = 2; i < arguments.size(); i += 3) {
            String name = arguments.get(i);
            machines.put(name, new Entrance(name, Long.parseLong(arguments.get(i + 2))));
            builder.server(name, arguments.get(i + 1));
        }
        return builder.options(ClusterOptions.DEFAULTS.connecting(
                        target -> Objects.requireNonNull(machines.get(target.name()))))
                .build();
    }
}
