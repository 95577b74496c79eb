package dev.k3sdeploy.remote.ssh.config;

import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of directives, read once.
 *
 * @param includes the folder that relative Include paths start in
 */
record ConfigFile(Path path, Path includes, List<Directive> directives) {
    static ConfigFile read(Path path, Path includes) {
        List<Directive> directives = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
            for (int at = 0; at < lines.size(); at++) {
                Optional<Directive> directive = Directive.parse(lines.get(at), path.toString(), at + 1);
                directive.ifPresent(directives::add);
            }
        } catch (IOException e) {
            throw InvalidInputException.of(
                    path.toString(), "cannot be read: " + e, "check the path (-F, --ssh-config)");
        }
        return new ConfigFile(path, includes, List.copyOf(directives));
    }

    /** The files that an Include in this one means; a name that matches none is passed over. */
    List<ConfigFile> included(Directive include, Asker asker) {
        List<ConfigFile> files = new ArrayList<>();
        for (String written : include.values()) {
            Path pattern = includes.resolve(asker.path(written));
            matching(pattern).forEach(file -> files.add(read(file, includes)));
        }
        return files;
    }

    private static List<Path> matching(Path pattern) {
        Path folder = pattern.getParent();
        Path name = pattern.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name.toString())) {
            files.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        return found.stream().filter(Files::isReadable).sorted().toList();
    }
}
