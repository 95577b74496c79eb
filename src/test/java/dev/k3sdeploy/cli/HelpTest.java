package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ControlMachine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command's {@code --help} holds, whatever commands there are. */
class HelpTest {
    private static final Path NOWHERE = Path.of("/nowhere");

    private static CommandLine whole(String language) {
        return Main.commandLine(surroundings(language));
    }

    private static Main.Surroundings surroundings(String language) {
        PrintWriter nobody = new PrintWriter(new StringWriter());
        return new Main.Surroundings(
                new ControlMachine(NOWHERE, NOWHERE, "tester", Map.of("LANG", language)), nobody, nobody, false);
    }

    static Stream<CommandLine> commands() {
        return below(whole("C"));
    }

    static Stream<CommandLine> commandsInFrench() {
        return below(whole("fr_FR.UTF-8"));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::below));
    }

    private static List<String> examples(CommandLine command) {
        return Arrays.stream(command.getCommandSpec().usageMessage().footer())
                .filter(line -> line.startsWith("  ") && line.contains("k3sdeploy "))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandShowsAnExampleOfItself(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        assertThat(examples(command)).as(name).isNotEmpty().allMatch(line -> line.contains(name));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsUnderstood(CommandLine command) {
        for (String example : examples(command)) {
            String line = example.replaceFirst(".*?k3sdeploy ", "").replaceFirst(" {3,}.*", "");
            line = line.contains("'") ? line : line.replaceAll("([)\"|>]|&&).*", "");
            List<String> words = Arrays.stream(line.strip().split(" (?=(?:[^']*'[^']*')*[^']*$)"))
                    .toList();
            CommandLine.ParseResult parsed = whole("C").parseArgs(words.toArray(String[]::new));
            assertThat(parsed.errors()).as(example).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource({"commands", "commandsInFrench"})
    void everyHelpFitsIntoEightyColumns(CommandLine command) {
        assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines()).allMatch(line -> line.length() <= 80);
    }

    private static List<String> texts(CommandLine command) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        return Stream.of(
                        Stream.of(List.of(spec.usageMessage().description()).toString()),
                        spec.options().stream()
                                .filter(option -> !option.hidden())
                                .map(HelpTest::text),
                        spec.positionalParameters().stream().map(HelpTest::text))
                .flatMap(texts -> texts)
                .toList();
    }

    private static String text(CommandLine.Model.ArgSpec argument) {
        return argument.paramLabel() + ": " + List.of(argument.description());
    }

    @Test
    void everyTextIsInFrenchToo() {
        List<CommandLine> english = commands().toList();
        List<CommandLine> french = commandsInFrench().toList();
        for (int i = 0; i < english.size(); i++) {
            String name = english.get(i).getCommandSpec().qualifiedName();
            assertThat(texts(french.get(i))).as(name).hasSameSizeAs(texts(english.get(i)));
            assertThat(texts(french.get(i))).as(name).doesNotContainAnyElementsOf(texts(english.get(i)));
        }
    }

    @Test
    void noFrenchTextIsLeftOver() {
        String all = commandsInFrench()
                .map(command -> command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                .collect(Collectors.joining("\n"))
                .replaceAll("\\s+", "");
        ResourceBundle help = Language.help(Language.FRENCH).orElseThrow();
        assertThat(help.keySet()).allSatisfy(key -> {
            String text = String.format(help.getString(key)).replaceAll("\\$\\{.*", "");
            assertThat(all).as(key).contains(text.replaceAll("\\s+", ""));
        });
    }

    @Test
    void everyOptionAndCommandIsDescribed() {
        commands().forEach(command -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(command.getCommandName())
                    .isNotEmpty();
            assertThat(command.getCommandSpec().options())
                    .allMatch(option -> option.hidden() || option.description().length > 0);
        });
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "--help, ''", "upp, ''", "up --check, up", "-v up, up", "exec -- down, exec down"})
    void onlyWhatIsNamedIsBuilt(String words, String built) {
        CommandLine command = Main.commandLine(surroundings("C"), List.of(words.split(" ")));

        assertThat(command.getUsageMessage()).isEqualTo(whole("C").getUsageMessage());
        assertThat(command.getSubcommands().values().stream()
                        .filter(each -> !each.getCommandSpec().options().isEmpty())
                        .map(CommandLine::getCommandName))
                .containsExactlyInAnyOrder(Stream.of(built.split(" "))
                        .filter(name -> !name.isEmpty())
                        .toArray(String[]::new));
    }

    /** It writes down the options of each. */
    @Test
    void theCompletionNeedsAll() {
        assertThat(Main.commandLine(surroundings("C"), List.of("completion", "bash"))
                        .getSubcommands()
                        .values())
                .allMatch(each -> !each.getCommandSpec().options().isEmpty());
    }
}
