package dev.k3sdeploy.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables in {@code group_vars/} and {@code host_vars/} beside an inventory: for a name the first that exists of
 * {@code name}, {@code name.yml}, {@code name.yaml}, {@code name.json}, a file or a folder of files.
 */
final class VarsFiles {
    private static final List<String> EXTENSIONS = List.of("", ".yml", ".yaml", ".json");
    private static final int DEEPEST = 40;

    private final TextFiles files;
    private final Problems problems;
    private final Map<Path, Set<String>> listings = new HashMap<>();
    private final Map<Path, Map<String, Given>> contents = new HashMap<>();

    private final boolean looked;

    VarsFiles(TextFiles files, Problems problems) {
        this(files, problems, true);
    }

    private VarsFiles(TextFiles files, Problems problems, boolean looked) {
        this.files = files;
        this.problems = problems;
        this.looked = looked;
    }

    /** For an inventory without files: looks nowhere. */
    static VarsFiles none(TextFiles files, Problems problems) {
        return new VarsFiles(files, problems, false);
    }

    /**
     * What the folder says about one group or host, later files over earlier ones.
     *
     * @param folder a {@code group_vars} or {@code host_vars}; may be missing
     */
    Map<String, Given> of(Path folder, String name) {
        Map<String, Given> all = new LinkedHashMap<>();
        for (Path file : find(folder, name)) {
            all.putAll(contents.computeIfAbsent(file, this::content));
        }
        return all;
    }

    private List<Path> find(Path folder, String name) {
        if (!looked) {
            return List.of();
        }
        Set<String> listing = listings.computeIfAbsent(folder, this::listing);
        for (String extension : EXTENSIONS) {
            String entry = name + extension;
            if (name.indexOf('/') < 0 ? listing.contains(entry) : below(folder, entry)) {
                Path path = folder.resolve(entry);
                return Files.isDirectory(path) ? filesIn(path, 0) : List.of(path);
            }
        }
        return List.of();
    }

    /** A name with slashes never leads out of the folder. */
    private static boolean below(Path folder, String entry) {
        Path path = folder.resolve(entry).normalize();
        return path.startsWith(folder) && !entry.contains("..") && Files.exists(path);
    }

    private Set<String> listing(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        return new HashSet<>(names(folder));
    }

    private List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
            problems.error(Location.of(files.name(folder)), "cannot be listed: " + e.getMessage(), "");
        }
        names.sort(PythonValues.TEXT_ORDER);
        return names;
    }

    private List<Path> filesIn(Path folder, int depth) {
        List<Path> found = new ArrayList<>();
        for (String name : names(folder)) {
            if (name.startsWith(".") || name.endsWith("~")) {
                continue;
            }
            String extension = extension(name);
            Path path = folder.resolve(name);
            if (Files.isDirectory(path) && extension.isEmpty()) {
                found.addAll(deeper(path, depth));
            } else if (Files.isRegularFile(path) && EXTENSIONS.contains(extension)) {
                found.add(path);
            }
        }
        return found;
    }

    private List<Path> deeper(Path folder, int depth) {
        if (depth < DEEPEST) {
            return filesIn(folder, depth + 1);
        }
        problems.error(Location.of(files.name(folder)), "folders nested deeper than " + DEEPEST, "a link to itself?");
        return List.of();
    }

    /** With its dot; empty for {@code name} and {@code .name}. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 || name.substring(0, dot).chars().allMatch(c -> c == '.') ? "" : name.substring(dot);
    }

    private Map<String, Given> content(Path file) {
        TextFile text = files.read(file);
        Tree tree = text == null ? null : Documents.read(text, problems);
        return tree == null ? Map.of() : variables(tree, problems);
    }

    /** The variables of a document that must be a mapping; an empty one is fine. */
    static Map<String, Given> variables(Tree tree, Problems problems) {
        Map<String, Given> variables = new LinkedHashMap<>();
        if (tree instanceof Tree.Entries map) {
            map.entries()
                    .forEach((name, entry) -> variables.put(
                            VariableName.of(name), new Given(entry.value().plain(), entry.keyAt())));
        } else if (!isEmpty(tree)) {
            problems.error(tree.at(), "variables must be a mapping, not " + tree.kind(), "write «name: value» lines");
        }
        return variables;
    }

    /** What Python takes for false: Ansible lets it pass where it expects variables. */
    static boolean isEmpty(Tree tree) {
        if (tree instanceof Tree.Leaf leaf) {
            Object value = leaf.plain();
            return value == null || value.equals("") || value.equals(false) || value.equals(0) || value.equals(0.0);
        }
        return tree instanceof Tree.Items list
                ? list.items().isEmpty()
                : ((Tree.Entries) tree).entries().isEmpty();
    }
}
