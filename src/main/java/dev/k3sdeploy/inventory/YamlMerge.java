package dev.k3sdeploy.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML 1.1's merge key {@code <<}: the mapping's own keys win, then the first of the merged mappings. */
final class YamlMerge {
    private YamlMerge() {}

    static Map<@Nullable Object, Tree.Entry> under(Map<@Nullable Object, Tree.Entry> own, Tree merged) {
        Map<@Nullable Object, Tree.Entry> all = new LinkedHashMap<>();
        List<Tree> sources = merged instanceof Tree.Items list ? list.items() : List.of(merged);
        for (int i = sources.size() - 1; i >= 0; i--) {
            all.putAll(mapping(sources.get(i)).entries());
        }
        all.putAll(own);
        return all;
    }

    private static Tree.Entries mapping(Tree tree) {
        if (tree instanceof Tree.Entries map) {
            return map;
        }
        throw new YamlReader.Refused(
                tree.at(),
                "«<<» merges mappings, but this is " + tree.kind(),
                "put the key in quotes if it is meant as text");
    }
}
