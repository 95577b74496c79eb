package dev.k3sdeploy.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a directory that Ansible takes as parts of an inventory, in its order: by name, folder by folder. */
final class DirectorySource {
    private static final Pattern IGNORED = Pattern.compile("^\\.|^(?:host_vars|group_vars|vars_plugins)$"
            + "|(?:\\.pyc|\\.pyo|\\.swp|\\.bak|~|\\.rpm|\\.md|\\.txt|\\.rst|\\.orig|\\.ini|\\.cfg|\\.retry)$");

    private DirectorySource() {}

    static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> !IGNORED.matcher(name(entry)).find())
                    .sorted((a, b) -> PythonValues.TEXT_ORDER.compare(name(a), name(b)))
                    .toList();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
