package dev.k3sdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Damaged inventories: whatever the text, the readers answer with values or with problems, never with another exception.
 * {@code -Dk3sdeploy.fuzz=1000000} for more inputs, {@code -Dk3sdeploy.fuzz.seed} for others.
 */
class ParserFuzzTest {
    private static final int INPUTS = Integer.getInteger("k3sdeploy.fuzz", 20_000);
    private static final long SEED = Long.getLong("k3sdeploy.fuzz.seed", 42);
    private static final List<String> WORDS = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "[",
            "]",
            "{",
            "}",
            ":",
            "=",
            "'",
            "\"",
            "\\",
            "#",
            "\n",
            "\t",
            "  ",
            "- ",
            "!vault ",
            "!unsafe ",
            "&a ",
            "*a",
            "<<: ",
            "|",
            ">",
            "[1:9]",
            "[a:z:2]",
            "all:",
            "hosts:",
            "vars:",
            "children:",
            "[g:vars]",
            "[g:children]",
            "~",
            "0x",
            "1_0",
            ".5",
            "12:30",
            "\u0000",
            "\uD83D",
            "\uFEFF",
            "é",
            "'''",
            "r'",
            "?",
            "%",
            "@",
            "`",
            "---\n",
            "...\n",
            "!!str ",
            "null",
            "-",
            "| upper",
            " is ",
            " in ",
            " if ",
            " else ",
            "(",
            ")",
            ",",
            "**",
            "//",
            "99999999999999999999",
            "\u2028",
            "&",
            "!",
            "~[",
            "[0]");

    private final Random random = new Random(SEED);

    @Test
    void noInputMakesAReaderFail() throws IOException {
        List<String> seeds = new ArrayList<>(List.of("", "h a=1"));
        DifferentialCase.readAll(Path.of("src/test/resources/inventory/differential"))
                .forEach(one -> {
                    seeds.addAll(one.files().values());
                    seeds.addAll(one.extra());
                });
        int problems = 0;
        for (int i = 0; i < INPUTS; i++) {
            String input = damaged(seeds.get(random.nextInt(seeds.size())), seeds);
            problems += read(input, i);
        }
        assertThat(problems).as("inputs that were refused").isBetween(INPUTS / 20, INPUTS);
    }

    private int read(String input, int number) {
        try {
            return Assertions.assertTimeout(Duration.ofSeconds(20), () -> readers(input));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("seed " + SEED + ", input " + number + ":\n" + input, e);
        }
    }

    /** 1 when a reader refused the input. */
    private static int readers(String input) {
        Problems problems = new Problems();
        TextFile file = new TextFile("fuzz", input, false);
        Origin origin = Origin.of(Path.of("/fuzz"), Location.of("fuzz"));
        Tree tree = Documents.read(file, problems);
        try {
            GroupGraph yaml = new GroupGraph(problems);
            if (tree instanceof Tree.Entries entries) {
                new YamlSource(yaml, origin, problems).read(entries);
                new ScriptSource(new GroupGraph(problems), origin, problems).read(entries, host -> null);
                VarsFiles.variables(tree, problems);
            }
            yaml.settle();
            GroupGraph ini = new GroupGraph(problems);
            new IniSource(ini, origin, file, problems).read();
            ini.settle();
            pattern(input, ini);
        } catch (GroupGraph.TooManyHosts e) {
            return 1;
        }
        JsonText.compact(PythonLiteral.orText(input));
        KeyValues.read(input, problems);
        PlainScalar.typed(input.strip());
        template(input);
        problems.errors().forEach(problem -> assertThat(problem.message()).isNotBlank());
        return problems.hasErrors() ? 1 : 0;
    }

    private static void pattern(String input, GroupGraph graph) {
        String pattern = input.lines().findFirst().orElse("");
        if (pattern.length() < 60) {
            try {
                new Patterns(graph).select(Patterns.split(pattern));
            } catch (Patterns.BadPattern expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    private static void template(String input) {
        int start = input.indexOf("{{");
        if (start < 0) {
            return;
        }
        String text = input.substring(start, Math.min(input.length(), start + 200));
        GroupGraph graph = new GroupGraph(new Problems());
        graph.addHost("h", graph.addGroup("web"), null, Origin.of(Path.of("/fuzz"), Location.of("fuzz")));
        graph.set("h", "tested", new Given(text, Location.of("fuzz")));
        graph.set("h", "five", new Given(5, Location.of("fuzz")));
        graph.set("h", "list", new Given(List.of("a", "b"), Location.of("fuzz")));
        graph.settle();
        HostVariables variables = new HostVariables(
                "h", List.of(Objects.requireNonNull(graph.hosts().get("h")).vars));
        InventoryOptions options = InventoryOptions.in(Path.of("/"), Path.of("/"));
        World world = new World(options, new Vault(List.of()), Map.of("h", variables));
        try {
            new Host(variables, List.of(), world).variable("tested");
        } catch (InvalidInputException expected) {
            assertThat(expected.problems()).isNotEmpty();
        }
    }

    private String damaged(String seed, List<String> seeds) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65536));
                default -> splice(text, at, seeds.get(random.nextInt(seeds.size())));
            }
        }
        return text.length() > 4000 ? text.substring(0, 4000) : text.toString();
    }

    private void splice(StringBuilder text, int at, String other) {
        int from = random.nextInt(other.length() + 1);
        text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(60)));
    }
}
