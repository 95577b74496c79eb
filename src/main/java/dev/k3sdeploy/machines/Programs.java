package dev.k3sdeploy.machines;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this machine's programs are. */
public final class Programs {
    private static final List<String> ENDINGS = List.of("", ".exe", ".cmd", ".bat");

    private Programs() {}

    /**
     * The program of that name in the first folder of PATH that holds one.
     *
     * @param name without a folder, and without Windows' endings
     * @param environment of this process; Windows says Path
     * @return empty when there is none
     */
    public static Optional<Path> onPath(String name, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> ENDINGS.stream().map(ending -> Path.of(folder, name + ending)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
