package dev.k3sdeploy.lab;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A run on the machines of a {@link BootedCluster} as a program of its own, which can be killed. */
final class BootedRun {
    private BootedRun() {}

    /** Arguments: up or down, the cluster's folder, a k3s, and of each machine its name, address and process 1. */
    public static void main(String... arguments) {
        ClusterBuilder builder = BootedCluster.empty(Path.of(arguments[1]), Path.of(arguments[2]));
        Map<String, Entrance> machines = new HashMap<>();
        for (int i = 3; i < arguments.length; i += 3) {
            machines.put(arguments[i], new Entrance(arguments[i], Long.parseLong(arguments[i + 2])));
            builder.server(arguments[i], arguments[i + 1]);
        }
        Cluster cluster = builder.options(ClusterOptions.DEFAULTS.connecting(target -> machines.get(target.name())))
                .build();
        Report report = arguments[0].equals("up") ? cluster.up() : cluster.down();
        System.out.println(report.problems());
        System.exit(report.succeeded() ? 0 : 1);
    }
}
