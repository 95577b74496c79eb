package dev.k3sdeploy.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One inventory of a {@code *.cases} file: lines {@code === name}, then {@code -i SOURCE}, {@code -e VARIABLES},
 * {@code vault ID PASSWORD}, {@code render} (compare the rendered values too), {@code refused} (both must refuse it) and
 * {@code forms differ} (compare --list alone: what YAML and --graph show differs by a rule of docs/inventory.md), then files, each after a line {@code --- path}, with an {@code x} behind it when it is executable.
 */
record DifferentialCase(
        String name,
        List<String> sources,
        List<String> extra,
        List<VaultSecret> vaults,
        Map<String, String> files,
        List<String> marks) {

    boolean render() {
        return marks.contains("render");
    }

    boolean formsDiffer() {
        return marks.contains("forms differ");
    }

    boolean refused() {
        return marks.contains("refused");
    }

    static List<DifferentialCase> readAll(Path folder) throws IOException {
        List<DifferentialCase> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".cases"))
                    .sorted()
                    .toList()) {
                String topic = file.getFileName().toString().replace(".cases", "");
                for (String text : Files.readString(file).split("(?m)^=== ", -1)) {
                    if (!text.isBlank() && !text.startsWith("#")) {
                        all.add(read(topic, text));
                    }
                }
            }
        }
        return all;
    }

    private static DifferentialCase read(String topic, String text) {
        String[] parts = text.split("(?m)^--- ", -1);
        List<String> head = parts[0].lines().toList();
        DifferentialCase read = new DifferentialCase(
                topic + ": " + head.get(0),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new ArrayList<>());
        head.stream().skip(1).filter(line -> !line.isBlank()).forEach(read::directive);
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            read.files.put(parts[i].substring(0, end).strip(), parts[i].substring(end + 1));
        }
        if (read.sources.isEmpty()) {
            read.sources.add(read.files.keySet().iterator().next().replace(" x", ""));
        }
        return read;
    }

    private void directive(String line) {
        if (line.startsWith("-i ")) {
            sources.add(line.substring(3));
        } else if (line.startsWith("-e ")) {
            extra.add(line.substring(3));
        } else if (line.startsWith("vault ")) {
            String[] words = line.split(" ", 3);
            vaults.add(new VaultSecret(words[1], words[2]));
        } else {
            marks.add(line.strip());
        }
    }

    /** Writes the files into a folder of its own. */
    void writeTo(Path folder) {
        files.forEach((name, content) -> {
            try {
                Path path = folder.resolve(name.replace(" x", ""));
                Files.createDirectories(path.getParent());
                Files.writeString(path, content.replace("\\t", "\t"));
                if (name.endsWith(" x") && !path.toFile().setExecutable(true)) {
                    throw new IOException("chmod " + path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What is read from, with {@code folder} as the place where the user stands. */
    Inventory load(Path folder) {
        return Inventory.load(sources, extra, new InventoryOptions(folder, folder, System.getenv(), vaults));
    }

    @Override
    public String toString() {
        return name;
    }
}
