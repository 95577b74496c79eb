package dev.k3sdeploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All variables that the program reads, as its sources name them, and as a page of the documents does. */
final class VariableCatalogue {
    private static final Path SOURCES = Path.of("src/main/java/dev/k3sdeploy");
    private static final Pattern NAME_IN_CODE =
            Pattern.compile("\"((?:k3s|nfs|machines|vagrant|ansible)_[a-z0-9_]+)\"");
    private static final Pattern NAME_IN_A_TABLE = Pattern.compile("`([a-z][a-z0-9_]*)`");

    /** Names of groups, and what `-i vagrant:` tells the program of the machines that it has found. */
    private static final Set<String> NO_VARIABLES =
            Set.of("k3s_master", "k3s_server", "k3s_agent", "nfs_server", "vagrant_ssh_host", "vagrant_provider");

    /** Read by other ways of writing. */
    private static final Set<String> OTHERWISE_WRITTEN =
            Set.of("machines", "ansible_become_exe", "ansible_become_flags", "ansible_become_user");

    private VariableCatalogue() {}

    /** Every one. */
    static Set<String> all() {
        Set<String> names = inTheSources();
        names.addAll(OTHERWISE_WRITTEN);
        return names;
    }

    /** Where the inventory is read for the cluster; what inventory.Roles knows is in K3sVariables, too. */
    static Set<String> inTheSources() {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<Path> read = Stream.concat(
                            files.filter(file -> file.toString().endsWith(".java")),
                            Stream.of("Aliases.java", "GroupGraph.java").map(SOURCES.resolve("inventory")::resolve))
                    .toList();
            for (Path file : read) {
                Matcher name = NAME_IN_CODE.matcher(text(file));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.removeIf(name -> NO_VARIABLES.contains(name) || name.endsWith("_"));
        return names;
    }

    /** By variable, its default; a row may be about several, with a default for each or one for all. */
    static Map<String, String> rows(Path page) {
        Map<String, String> defaults = new TreeMap<>();
        for (String line :
                text(page).lines().filter(row -> row.startsWith("| `")).toList()) {
            String[] cells = line.split("\\|", -1);
            List<String> names = NAME_IN_A_TABLE
                    .matcher(cells[1])
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toList());
            String[] each = cells[2].split(",", -1);
            for (int i = 0; i < names.size(); i++) {
                boolean one = names.size() == 1 || each.length != names.size();
                defaults.put(names.get(i), (one ? cells[2] : each[i]).strip());
            }
        }
        return defaults;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
