package dev.k3sdeploy.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code -e} says, in its three forms: {@code key=value …}, {@code {json or yaml}} and {@code @file}. */
final class ExtraVars {
    private final InventoryOptions options;
    private final TextFiles files;
    private final Problems problems;

    ExtraVars(InventoryOptions options, TextFiles files, Problems problems) {
        this.options = options;
        this.files = files;
        this.problems = problems;
    }

    /** Later ones win. */
    Map<String, Given> read(List<String> arguments) {
        Map<String, Given> all = new LinkedHashMap<>();
        arguments.stream().filter(argument -> !argument.isEmpty()).forEach(argument -> all.putAll(one(argument)));
        return all;
    }

    private Map<String, Given> one(String argument) {
        char first = argument.charAt(0);
        if (first == '@') {
            return document(files.read(options.path(argument.substring(1))));
        }
        if (first == '/' || first == '.') {
            Location at = Location.of("-e " + argument);
            problems.error(at, "a file of variables needs an @ before its name", "-e @" + argument);
            return Map.of();
        }
        return first == '{' || first == '['
                ? document(new TextFile("-e", argument, true))
                : KeyValues.read(argument, problems);
    }

    private Map<String, Given> document(@Nullable TextFile text) {
        Tree tree = text == null ? null : Documents.read(text, problems);
        if (tree == null) {
            return Map.of();
        }
        if (tree instanceof Tree.Entries) {
            return VarsFiles.variables(tree, problems);
        }
        problems.error(
                tree.at(), "extra variables must be a mapping, not " + tree.kind(), "-e '{\"name\": \"value\"}'");
        return Map.of();
    }

    /** Where extra variables given as {@code key=value} come from, without the value, which may be a secret. */
    static Location at(String key) {
        return Location.of("-e " + key);
    }
}
