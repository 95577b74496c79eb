package dev.k3sdeploy.cli;

import dev.k3sdeploy.Topology;
import java.util.List;

/** A cluster in the language of Graphviz. */
final class ClusterDot {
    private ClusterDot() {}

    /** The whole graph. */
    static String of(Topology cluster) {
        StringBuilder dot = new StringBuilder("digraph " + quote(cluster.name()) + " {\n"
                + "  graph [rankdir=TB, compound=true, fontname=\"sans-serif\", label=" + quote(cluster.name())
                + ", labelloc=t]\n"
                + "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"]\n"
                + "  edge [fontname=\"sans-serif\"]\n");
        group(dot, "servers", "servers, " + cluster.storage(), cluster.servers());
        if (!cluster.agents().isEmpty()) {
            group(dot, "agents", "agents", cluster.agents());
        }
        String server = cluster.servers().get(0).name();
        String entrance = cluster.endpoint().orElse(server);
        cluster.endpoint().ifPresent(endpoint -> {
            dot.append("  ").append(quote(endpoint)).append(" [shape=ellipse]\n");
            cluster.servers().forEach(each -> edge(dot, endpoint, each.name(), ""));
        });
        cluster.servers().stream()
                .skip(1)
                .forEach(each -> edge(dot, each.name(), server, "label=\"joins\", constraint=false"));
        cluster.agents().forEach(agent -> edge(dot, entrance, agent.name(), "dir=back"));
        return dot.append("}").toString();
    }

    private static void group(StringBuilder dot, String id, String label, List<Topology.Machine> machines) {
        dot.append("  subgraph cluster_")
                .append(id)
                .append(" {\n    label=")
                .append(quote(label))
                .append("\n");
        for (Topology.Machine machine : machines) {
            String text = machine.address().isEmpty() ? machine.name() : machine.name() + "\n" + machine.address();
            dot.append("    ")
                    .append(quote(machine.name()))
                    .append(" [label=")
                    .append(quote(text))
                    .append("]\n");
        }
        dot.append("  }\n");
    }

    private static void edge(StringBuilder dot, String from, String to, String attributes) {
        dot.append("  ").append(quote(from)).append(" -> ").append(quote(to));
        dot.append(attributes.isEmpty() ? "\n" : " [" + attributes + "]\n");
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
