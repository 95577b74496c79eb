package dev.k3sdeploy.archfixture;

import dev.k3sdeploy.archfixture.cli.Console;
import dev.k3sdeploy.archfixture.engine.ProductAware;
import dev.k3sdeploy.archfixture.k3s.ClusterNode;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** A façade that knows the command line, and shows a library's type. */
public final class Facade {
    private Facade() {}

    /** The engine knows the façade, and the façade the engine. */
    public static String cycle() {
        return ProductAware.look(new ClusterNode(""));
    }

    public static List<Node> nodes() {
        Console.print();
        return List.of();
    }
}
