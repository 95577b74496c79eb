package dev.k3sdeploy.inventory;

import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says in a user's words what SnakeYAML could not read. */
final class YamlSyntax {
    private YamlSyntax() {}

    static void report(MarkedYAMLException e, TextFile file, Problems problems) {
        Location at = e.getProblemMark() == null
                ? Location.of(file.name())
                : new Location(
                        file.name(),
                        e.getProblemMark().getLine() + 1,
                        e.getProblemMark().getColumn() + 1);
        String line = file.line(at.line());
        if (line.startsWith("\t", Math.max(0, at.column() - 1))) {
            problems.error(at, file.quoting(at, "a tab cannot indent YAML"), "use spaces");
            return;
        }
        String problem = e.getProblem() == null ? "this is no YAML" : e.getProblem();
        problems.error(at, file.quoting(at, problem), hint(problem, line));
    }

    static void report(ReaderException e, TextFile file, Problems problems) {
        Location at = file.at(e.getPosition());
        problems.error(
                at,
                file.quoting(at, "the character U+%04X cannot stand in YAML".formatted(e.getCodePoint())),
                "is this a text file?");
    }

    private static String hint(String problem, String line) {
        if (line.indexOf('\t') >= 0) {
            return "this line holds a tab, and YAML wants spaces";
        }
        if (line.contains("{{")) {
            return "put a value that starts with {{ in quotes";
        }
        return problem.startsWith("mapping values are not allowed")
                ? "a value that holds «: » needs quotes, and keys of one mapping the same indentation"
                : "";
    }
}
