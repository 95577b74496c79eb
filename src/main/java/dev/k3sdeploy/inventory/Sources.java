package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what each {@code -i} is, and has it read into one graph: a list of hosts holds a comma, a directory is read file
 * by file, an executable is run, and a text is YAML when its name allows that and it parses as a mapping, else INI.
 */
final class Sources {
    private static final Set<String> YAML = Set.of("", ".yml", ".yaml", ".json");
    private static final Set<String> SURELY_YAML = Set.of(".yml", ".yaml", ".json");
    private static final int DEEPEST = 40;

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
        if (source.isBlank()) {
            problems.error(Location.of("-i"), "an empty name is no inventory", "is a variable of your shell not set?");
            return;
        }
        Path path = options.path(source);
        try {
            if (Files.exists(path)) {
                folders.add(Files.isDirectory(path) ? path : parent(path));
                read(path, 0);
            } else if (source.indexOf(',') >= 0) {
                hostList(source);
            } else {
                problems.error(
                        Location.of(source),
                        Message.of("input.no-such-inventory"),
                        Message.of("input.no-such-inventory.next"));
            }
        } catch (GroupGraph.TooManyHosts e) {
            problems.error(Location.of(source), String.valueOf(e.getMessage()), "");
        }
    }

    void add(HostSource provided) {
        folders.add(parent(provided.file()));
        Location at = Location.of(files.name(provided.file()));
        Origin origin = Origin.of(provided.file(), at);
        provided.hosts().forEach((host, variables) -> {
            graph.addHost(host, graph.group(GroupGraph.UNGROUPED), null, origin);
            GivenByProgram.of(variables, at).forEach((name, given) -> graph.set(host, name, given));
        });
        provided.groups().forEach((name, members) -> {
            GroupNode group = graph.addGroup(name);
            members.forEach(host -> graph.addHost(host, group, null, origin));
        });
        provided.warnings().forEach(warning -> problems.warn(at, warning.message(), warning.hint()));
    }

    GroupGraph settled() {
        graph.settle();
        return graph;
    }

    /** Where {@code group_vars} and {@code host_vars} are looked for, one for each source that is a file or folder. */
    List<Path> folders() {
        return folders;
    }

    private void hostList(String list) {
        Location at = Location.of("-i " + list);
        Origin origin = new Origin(list, null, at);
        for (String entry : list.split(",", -1)) {
            String text = entry.strip();
            HostAddress split = text.indexOf('[') >= 0 && !text.startsWith("[") ? null : HostAddress.split(text);
            HostAddress address = split == null ? new HostAddress(text, null) : split;
            if (!text.isEmpty() && !graph.hosts().containsKey(address.name())) {
                graph.addHost(address.name(), graph.group(GroupGraph.UNGROUPED), address.port(), origin);
            }
        }
    }

    private void read(Path path, int depth) {
        if (Files.isDirectory(path)) {
            directory(path, depth);
        } else if (InventoryScript.is(path)) {
            new InventoryScript(path, files.name(path), options, problems).read(graph);
        } else {
            TextFile text = files.read(path);
            if (text != null) {
                text(path, text);
            }
        }
    }

    private void directory(Path directory, int depth) {
        if (depth > DEEPEST) {
            problems.error(
                    Location.of(files.name(directory)), "folders nested deeper than " + DEEPEST, "a link to itself?");
            return;
        }
        try {
            DirectorySource.entries(directory).forEach(entry -> read(entry, depth + 1));
        } catch (IOException e) {
            problems.error(Location.of(files.name(directory)), "cannot be listed: " + e.getMessage(), "");
        }
    }

    private void text(Path path, TextFile text) {
        String extension = VarsFiles.extension(String.valueOf(path.getFileName()));
        boolean surelyYaml = SURELY_YAML.contains(extension);
        Problems ofYaml = surelyYaml ? problems : new Problems();
        Tree tree = YAML.contains(extension) ? Documents.read(text, ofYaml) : null;
        Origin origin = Origin.of(path, Location.of(text.name()));
        if (tree instanceof Tree.Entries document && !document.entries().isEmpty()) {
            groups(document, origin);
        } else if (!surelyYaml) {
            ini(text, origin, tree == null && looksLikeYaml(text) ? ofYaml : null);
        } else if (tree != null && tree.plain() != null) {
            problems.error(
                    tree.at(), "an inventory must be a mapping of groups, not " + tree.kind(), "all:\n  hosts: …");
        }
    }

    private void groups(Tree.Entries document, Origin origin) {
        Tree.Entry plugin = document.entries().get("plugin");
        if (plugin != null && !VarsFiles.isEmpty(plugin.value())) {
            problems.error(
                    plugin.keyAt(),
                    "this is the configuration of an inventory plugin of Ansible, which only Ansible can run",
                    "ansible-inventory -i … --list > hosts.json prints what it finds; a script that prints it is read");
            return;
        }
        new YamlSource(graph, origin, problems).read(document);
    }

    /** An INI file; or, when it has no extension and starts like YAML, a YAML file with the problems found in it. */
    private void ini(TextFile text, Origin origin, @Nullable Problems yaml) {
        if (yaml != null && yaml.hasErrors()) {
            yaml.errors()
                    .forEach(problem -> problems.error(
                            new Location(problem.source(), problem.line(), problem.column()),
                            problem.what(),
                            problem.next()));
            return;
        }
        new IniSource(graph, origin, text, problems).read();
    }

    private static boolean looksLikeYaml(TextFile text) {
        return text.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .findFirst()
                .map(line -> line.equals("---") || line.equals("all:"))
                .orElse(false);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
