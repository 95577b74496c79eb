package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what each {@code -i} is, and has it read into one graph. */
final class Sources {
    private static final Set<String> YAML = Set.of("", ".yml", ".yaml", ".json");

    private final InventoryOptions options;
    private final TextFiles files;
    private final Problems problems;
    private final GroupGraph graph;
    private final List<Path> folders = new ArrayList<>();

    Sources(InventoryOptions options, TextFiles files, Problems problems) {
        this.options = options;
        this.files = files;
        this.problems = problems;
        this.graph = new GroupGraph(problems);
    }

    void add(String source) {
        Path path = options.path(source);
        if (!Files.exists(path)) {
            problems.error(Location.of(source), "there is no such inventory", "-i FILE, -i DIRECTORY or -i HOST,");
            return;
        }
        folders.add(Files.isDirectory(path) ? path : parent(path));
        try {
            read(path);
        } catch (GroupGraph.TooManyHosts e) {
            problems.error(Location.of(source), String.valueOf(e.getMessage()), "");
        }
    }

    GroupGraph settled() {
        graph.settle();
        return graph;
    }

    /** Where {@code group_vars} and {@code host_vars} are looked for, one for each source that is a file or folder. */
    List<Path> folders() {
        return folders;
    }

    private void read(Path path) {
        if (Files.isDirectory(path)) {
            problems.error(Location.of(files.name(path)), "a directory", "");
            return;
        }
        TextFile text = files.read(path);
        if (text != null) {
            file(path, text);
        }
    }

    private void file(Path path, TextFile text) {
        Tree tree = YAML.contains(VarsFiles.extension(fileName(path))) ? Documents.read(text, problems) : null;
        if (tree instanceof Tree.Entries document) {
            new YamlSource(graph, Origin.of(path, Location.of(text.name())), problems).read(document);
        }
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Path parent(Path file) {
        @Nullable Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
