package dev.k3sdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same inventories read by us and by Debian's ansible-core: groups, hosts, variables, and rendered values. */
class AnsibleDifferentialTest {
    private static final Path RESOURCES = Path.of("src/test/resources/inventory");
    private static final int GENERATED = Integer.getInteger("k3sdeploy.generated", 100);
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    @TempDir
    private static Path folder;

    @TestFactory
    List<DynamicTest> weAnswerAsAnsible() throws IOException, InterruptedException {
        Ansible.required();
        List<DifferentialCase> cases = new ArrayList<>(DifferentialCase.readAll(RESOURCES.resolve("differential")));
        assertThat(cases).hasSizeGreaterThanOrEqualTo(150);
        cases.addAll(GeneratedInventories.of(GENERATED));
        JsonNode answers = Ansible.answers(cases, folder);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            DifferentialCase one = cases.get(i);
            JsonNode answer = answers.get(i);
            Path here = folder.resolve(String.valueOf(i));
            tests.add(DynamicTest.dynamicTest(one.toString(), () -> compare(one, here, answer)));
        }
        return tests;
    }

    @Test
    void theRealCommandGivesTheSameText() throws IOException, InterruptedException {
        Ansible.required();
        Inventories files = new Inventories(folder.resolve("command"));
        files.with("hosts.ini", "[web]", "a x=1 y='é'", "b", "[db:children]", "web", "[db:vars]", "z=two words");
        Inventory inventory = files.load("hosts.ini");
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("--list", inventory.output().listAsJson());
        ours.put("--list --yaml", inventory.output().listAsYaml());
        ours.put("--graph", inventory.output().graph("all", false));
        ours.put("--graph --vars", inventory.output().graph("all", true));
        ours.put("--graph web --vars", inventory.output().graph("web", true));
        ours.put("--host a", inventory.output().hostAsJson("a"));
        ours.put("--host b --yaml", inventory.output().hostAsYaml("b"));
        for (Map.Entry<String, String> form : ours.entrySet()) {
            assertThat(form.getValue().strip())
                    .as(form.getKey())
                    .isEqualTo(Ansible.command(files.folder(), form.getKey()).strip());
        }
    }

    private static void compare(DifferentialCase one, Path here, JsonNode answer) throws IOException {
        if (one.refused()) {
            assertThat(answer.has("error")).as("Ansible refuses: %s", answer).isTrue();
            assertThatThrownBy(() -> one.load(here)).isInstanceOf(InvalidInputException.class);
            return;
        }
        assertThat(answer.path("error").asText()).as("Ansible's error").isEmpty();
        Inventory inventory = one.load(here);
        assertThat(pretty(JSON.readTree(inventory.output().listAsJson()))).isEqualTo(pretty(answer.get("list")));
        if (!one.formsDiffer()) {
            compareOtherForms(inventory.output(), answer);
        }
        if (one.render()) {
            assertThat(pretty(JSON.readTree(JsonText.compact(rendered(inventory)))))
                    .isEqualTo(pretty(answer.get("rendered")));
        } else {
            assertThat(inventory.output().graph("all", false))
                    .isEqualTo(answer.get("graph").asText());
        }
    }

    private static void compareOtherForms(InventoryOutput ours, JsonNode answer) {
        assertThat(ours.listAsYaml().strip()).isEqualTo(yaml(answer.get("yaml")));
        assertThat(ours.graph("all", true)).isEqualTo(answer.get("graph_vars").asText());
        answer.get("host_yaml")
                .properties()
                .forEach(host ->
                        assertThat(ours.hostAsYaml(host.getKey()).strip()).isEqualTo(yaml(host.getValue())));
    }

    /** Dates are text for us, and so have quotes; so has 08, which newer YAML takes for a number. */
    private static String yaml(JsonNode answer) {
        return answer.asText().strip().replaceAll("(?m)(: |- )(\\d{4}-\\d\\d-\\d\\d|08)$", "$1'$2'");
    }

    private static Map<String, Object> rendered(Inventory inventory) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Host host : inventory.hosts()) {
            Map<String, @Nullable Object> values = new TreeMap<>();
            Set<String> names = new TreeSet<>(host.raw().names());
            names.removeAll(Set.of(
                    "inventory_hostname",
                    "inventory_hostname_short",
                    "inventory_dir",
                    "inventory_file",
                    "groups",
                    "group_names",
                    "playbook_dir"));
            for (String name : names) {
                values.put(name, value(host, name));
            }
            all.put(host.name(), values);
        }
        return all;
    }

    private static @Nullable Object value(Host host, String name) {
        try {
            return host.withoutAliases(name, Objects.requireNonNull(host.raw().find(name)));
        } catch (TemplateException e) {
            return "<error>";
        }
    }

    /** Keys sorted; whole decimal numbers as JSON writes them. */
    private static String pretty(JsonNode node) throws IOException {
        Object value = JSON.treeToValue(node, Object.class);
        return JsonText.indented(value);
    }

    /** Debian's Ansible. */
    private static final class Ansible {
        static void required() {
            boolean there = Files.isExecutable(Path.of("/usr/bin/ansible-inventory")) && Files.isExecutable(PYTHON);
            if (!there && "required".equals(System.getenv("K3SDEPLOY_LAB"))) {
                throw new AssertionError("ansible-inventory is missing: apt-get install ansible-core");
            }
            assumeTrue(there, "no ansible-inventory here: apt-get install ansible-core");
        }

        static JsonNode answers(List<DifferentialCase> cases, Path folder) throws IOException, InterruptedException {
            List<Map<String, Object>> asked = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                DifferentialCase one = cases.get(i);
                Path here = Files.createDirectories(folder.resolve(String.valueOf(i)));
                one.writeTo(here);
                asked.add(Map.of(
                        "folder", here.toString(),
                        "sources", one.sources(),
                        "extra", one.extra(),
                        "vaults",
                                one.vaults().stream()
                                        .map(vault -> Map.of("id", vault.id(), "password", vault.password()))
                                        .toList(),
                        "render", one.render()));
            }
            Path questions = Files.writeString(folder.resolve("cases.json"), JSON.writeValueAsString(asked));
            Path script = RESOURCES.resolve("ansible_answers.py").toAbsolutePath();
            return JSON.readTree(run(folder, PYTHON.toString(), script.toString(), questions.toString()));
        }

        static String command(Path folder, String arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("/usr/bin/ansible-inventory", "-i", "hosts.ini"));
            command.addAll(List.of(arguments.split(" ")));
            return run(folder, command.toArray(String[]::new));
        }

        private static String run(Path folder, String... command) throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
            builder.environment().put("ANSIBLE_LOCALHOST_WARNING", "False");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Path said = Files.createTempFile(folder, "said", ".txt");
            Process process = builder.redirectError(said.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(() -> read(said)).isZero();
            return out;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                return e.toString();
            }
        }
    }
}
