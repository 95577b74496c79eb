package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.Test;

/** docs/variables.md names every variable that the program reads, and says the same as the table of the README. */
class VariablesPageTest {
    private static final Path PAGE = Path.of("docs/variables.md");
    private static final Path SOURCES = Path.of("src/main/java/dev/k3sdeploy");
    private static final Pattern NAME_IN_CODE =
            Pattern.compile("\"((?:k3s|nfs|machines|vagrant|ansible)_[a-z0-9_]+)\"");
    private static final Pattern NAME_IN_A_TABLE = Pattern.compile("`([a-z][a-z0-9_]*)`");

    /** Names of groups, and what `-i vagrant:` tells the program of the machines that it has found. */
    private static final Set<String> NO_VARIABLES =
            Set.of("k3s_master", "k3s_server", "k3s_agent", "nfs_server", "vagrant_ssh_host", "vagrant_provider");

    @Test
    void everyVariableThatIsReadIsOnThePage() throws IOException {
        assertThat(rows(PAGE).keySet()).containsAll(inTheSources());
    }

    @Test
    void everyVariableOnThePageIsRead() throws IOException {
        Set<String> known = inTheSources();
        known.addAll(Set.of("machines", "ansible_become_exe", "ansible_become_flags")); // read by other ways of writing

        assertThat(known).containsAll(rows(PAGE).keySet());
    }

    @Test
    void theReadmesTableSaysTheSame() throws IOException {
        Map<String, String> page = rows(PAGE);
        Map<String, String> readme = rows(Path.of("README.md"));
        readme.keySet().retainAll(inTheSources());

        assertThat(readme).isNotEmpty();
        assertThat(page).containsAllEntriesOf(readme);
    }

    /** Where the inventory is read for the cluster; what inventory.Roles knows is in K3sVariables, too. */
    private static Set<String> inTheSources() throws IOException {
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
        }
        names.removeIf(name -> NO_VARIABLES.contains(name) || name.endsWith("_"));
        return names;
    }

    /** By variable, its default; a row may be about several, with a default for each or one for all. */
    private static Map<String, String> rows(Path page) throws IOException {
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

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
