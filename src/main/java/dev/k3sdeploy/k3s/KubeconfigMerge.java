package dev.k3sdeploy.k3s;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Somebody's kubeconfig with a cluster's entries put into it. Edited as YAML's own nodes and not as values: whatever
 * else is in the file keeps its order, its quotes and its comments.
 */
public final class KubeconfigMerge {
    private static final List<String> LISTS = List.of("clusters", "contexts", "users");
    private static final String CURRENT = "current-context";
    private static final String EMPTY = "apiVersion: v1\nkind: Config\n";

    private final MappingNode root;

    private KubeconfigMerge(MappingNode root) {
        this.root = root;
    }

    /**
     * Reads the file that is merged into.
     *
     * @param text empty for a file that is not there
     * @return what will be merged into it
     * @throws K3sDeployException when it is no kubeconfig; nothing should be written then
     */
    public static KubeconfigMerge into(String text) {
        if (compose(text.isBlank() ? EMPTY : text) instanceof MappingNode root) {
            LISTS.forEach(list -> check(value(root, list), list));
            return new KubeconfigMerge(root);
        }
        throw notOne("it is not a mapping", null);
    }

    private static void check(@Nullable Node list, String name) {
        boolean nothing = list == null || list.getTag().equals(Tag.NULL);
        if (!nothing
                && !(list instanceof SequenceNode entries
                        && entries.getValue().stream().allMatch(entry -> entry instanceof MappingNode))) {
            throw notOne(name + " is not a list of mappings", null);
        }
    }

    /**
     * The text with the entries of the cluster: those of the same names are replaced, all others stay.
     *
     * @param cluster as {@link KubeconfigHere} reads it
     * @param makeCurrent whether its context becomes the current one; it does where there is none
     * @return of the whole file, all else as it was
     */
    public String with(Kubeconfig cluster, boolean makeCurrent) {
        if (!(compose(cluster.yaml()) instanceof MappingNode added)) {
            throw new IllegalStateException("a kubeconfig is a mapping");
        }
        for (String list : LISTS) {
            if (value(added, list) instanceof SequenceNode entries) {
                entries.getValue().forEach(entry -> put(list, entry));
            }
        }
        if (makeCurrent || text(value(root, CURRENT)).isEmpty()) {
            set(CURRENT, value(added, CURRENT));
        }
        StringWriter text = new StringWriter();
        yaml().serialize(root, text);
        return text.toString();
    }

    private void put(String list, Node entry) {
        List<Node> entries = entries(list);
        String name = text(value((MappingNode) entry, "name"));
        for (int at = 0; at < entries.size(); at++) {
            if (text(value((MappingNode) entries.get(at), "name")).equals(name)) {
                entries.set(at, entry);
                return;
            }
        }
        entries.add(entry);
    }

    /** kubectl writes {@code clusters: null} and {@code clusters: []} where there are none. */
    private List<Node> entries(String list) {
        if (value(root, list) instanceof SequenceNode found && found.getFlowStyle() == DumperOptions.FlowStyle.BLOCK) {
            return found.getValue();
        }
        List<Node> before = value(root, list) instanceof SequenceNode found ? found.getValue() : List.of();
        SequenceNode made = new SequenceNode(Tag.SEQ, new ArrayList<>(before), DumperOptions.FlowStyle.BLOCK);
        set(list, made);
        return made.getValue();
    }

    private void set(String key, @Nullable Node value) {
        if (value == null) {
            return;
        }
        List<NodeTuple> tuples = root.getValue();
        for (int at = 0; at < tuples.size(); at++) {
            if (text(tuples.get(at).getKeyNode()).equals(key)) {
                tuples.set(at, new NodeTuple(tuples.get(at).getKeyNode(), value));
                return;
            }
        }
        tuples.add(new NodeTuple(new ScalarNode(Tag.STR, key, null, null, DumperOptions.ScalarStyle.PLAIN), value));
    }

    private static @Nullable Node value(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(tuple -> text(tuple.getKeyNode()).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst()
                .orElse(null);
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static @Nullable Node compose(String text) {
        try {
            return yaml().compose(new StringReader(text));
        } catch (YAMLException e) {
            throw notOne(String.valueOf(e.getMessage()), e);
        }
    }

    private static Yaml yaml() {
        LoaderOptions in = new LoaderOptions();
        in.setProcessComments(true);
        DumperOptions out = new DumperOptions();
        out.setProcessComments(true);
        out.setWidth(Integer.MAX_VALUE);
        out.setSplitLines(false);
        return new Yaml(new SafeConstructor(in), new Representer(out), out, in);
    }

    private static K3sDeployException notOne(String why, @Nullable Throwable cause) {
        return new K3sDeployException(
                "The file to merge into is not a kubeconfig: " + why,
                "Nothing was written. Mend the file, or give another one: --merge FILE",
                cause);
    }
}
