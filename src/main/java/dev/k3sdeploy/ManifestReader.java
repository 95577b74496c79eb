package dev.k3sdeploy;

import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Manifests that K3S shall apply: files, folders with files, and templates of either with {@code .j2} at the end of their
 * names, rendered with the first server's variables.
 */
final class ManifestReader {
    private static final String TEMPLATE = ".j2";

    private final HostValues values;
    private final ControlMachine here;
    private final SortedMap<String, String> manifests = new TreeMap<>();

    ManifestReader(HostValues values, ControlMachine here) {
        this.values = values;
        this.here = here;
    }

    /** By the name that the file gets on the machine. */
    SortedMap<String, String> read() {
        for (String written : values.list(K3sVariables.MANIFESTS, List.of())) {
            Path path = here.path(written);
            if (Files.isDirectory(path)) {
                folder(path);
            } else if (Files.isRegularFile(path)) {
                add(path, path.getFileName().toString());
            } else {
                problem("names «" + written + "», and there is no file or folder " + path, "");
            }
        }
        return manifests;
    }

    private void folder(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> isManifest(file.getFileName().toString()))
                    .sorted()
                    .forEach(file -> add(file, folder.relativize(file).toString()));
        } catch (IOException e) {
            problem("names " + folder + ", which cannot be read: " + e, "");
        }
    }

    private static boolean isManifest(String name) {
        return name.replaceFirst("\\.j2$", "").matches("[^.].*\\.(yaml|yml|json)");
    }

    private void add(Path file, String relative) {
        boolean template = relative.endsWith(TEMPLATE);
        String name = nameOnMachine(template ? relative.substring(0, relative.length() - TEMPLATE.length()) : relative);
        if (!isManifest(name)) {
            problem(
                    "names " + file + ", whose name does not end with .yaml, .yml or .json",
                    "K3S would not look at it");
            return;
        }
        if (manifests.containsKey(name)) {
            problem("leads to two files " + name, "rename one of them");
            return;
        }
        try {
            String text = Files.readString(file);
            manifests.put(name, template ? values.host().render(text, file.toString()) : text);
        } catch (IOException e) {
            problem("names " + file + ", which cannot be read: " + e, "");
        } catch (InvalidInputException e) {
            values.add(e.problems());
        }
    }

    /** K3S names an object after the file: as RFC 1123 says, and no underscore. */
    private static String nameOnMachine(String relative) {
        return relative.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
    }

    private void problem(String message, String hint) {
        values.problem(K3sVariables.MANIFESTS, message, hint);
    }
}
