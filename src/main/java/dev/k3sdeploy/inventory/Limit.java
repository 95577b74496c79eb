package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code -l} selects; a pattern that matches nothing is refused, for it is a misspelt one. */
final class Limit {
    private Limit() {}

    static Set<HostNode> select(String pattern, GroupGraph graph, InventoryOptions options) {
        String source = "-l " + pattern;
        try {
            Set<HostNode> selected = new Patterns(graph).select(patterns(pattern, options));
            if (selected.isEmpty()) {
                throw InvalidInputException.of(source, "no host is left", "the inventory's hosts: " + some(graph));
            }
            return selected;
        } catch (Patterns.BadPattern e) {
            throw new InvalidInputException(
                    List.of(new InputProblem(source, 0, 0, String.valueOf(e.getMessage()), e.hint())));
        } catch (IOException e) {
            throw InvalidInputException.of(
                    source, "the file of patterns cannot be read: " + e.getMessage(), "-l @FILE");
        }
    }

    private static List<String> patterns(String pattern, InventoryOptions options) throws IOException {
        List<String> patterns = new ArrayList<>();
        for (String part : Patterns.split(pattern)) {
            if (part.startsWith("@")) {
                Files.readAllLines(options.path(part.substring(1))).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(patterns::add);
            } else {
                patterns.add(part);
            }
        }
        return patterns;
    }

    private static String some(GroupGraph graph) {
        List<String> names = graph.hosts().keySet().stream().limit(10).toList();
        return String.join(", ", names) + (graph.hosts().size() > 10 ? ", …" : "");
    }
}
