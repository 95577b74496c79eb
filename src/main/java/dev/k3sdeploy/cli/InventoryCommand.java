package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.Topology;
import dev.k3sdeploy.inventory.InventoryOutput;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = "Show hosts, groups and variables as they are understood, in ansible-inventory's forms.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy inventory --graph",
            "  k3sdeploy inventory --host vagrantbox-1 --yaml",
            "  k3sdeploy inventory --svg > cluster.svg       a picture of the cluster"
        })
final class InventoryCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Form form;

    /** One of the forms. */
    static final class Form {
        @Option(names = "--list", description = "All hosts with their variables, and all groups.")
        private boolean list;

        @Option(names = "--host", paramLabel = "HOST", description = "The variables of one host.")
        private Optional<String> host = Optional.empty();

        @Option(names = "--graph", description = "The groups as a tree.")
        private boolean graph;

        @Option(names = "--svg", description = "The cluster as a picture.")
        private boolean svg;

        @Option(names = "--dot", description = "The cluster in the language of Graphviz.")
        private boolean dot;
    }

    @Option(names = "--vars", description = "With --graph: the variables too.")
    private boolean vars;

    @Option(
            names = {"-y", "--yaml"},
            description = "YAML instead of JSON.")
    private boolean yaml;

    @Parameters(paramLabel = "GROUP", arity = "0..1", defaultValue = "all", description = "With --graph: start here.")
    private String group = "all";

    @Override
    public Integer call() {
        mixin.terminal()
                .line(
                        form.svg || form.dot
                                ? picture()
                                : text(mixin.inventory().output()).stripTrailing());
        return ExitCode.DONE;
    }

    private String picture() {
        Topology cluster = mixin.cluster(ClusterOptions.DEFAULTS).topology();
        return form.svg ? ClusterSvg.of(cluster) : ClusterDot.of(cluster);
    }

    private String text(InventoryOutput output) {
        if (form.graph) {
            return output.graph(group, vars);
        } else if (form.list) {
            return yaml ? output.listAsYaml() : output.listAsJson();
        }
        String host = form.host.orElseThrow();
        return yaml ? output.hostAsYaml(host) : output.hostAsJson(host);
    }
}
