package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's page for {@code man}, in roff's macros of man(7). */
record ManPage(CommandLine command, Locale language) {
    /** The pages of a command and of all below it. */
    static Stream<ManPage> all(CommandLine command, Locale language) {
        return Stream.concat(
                Stream.of(new ManPage(command, language)),
                command.getSubcommands().values().stream().flatMap(below -> all(below, language)));
    }

    /** {@code k3sdeploy-node-remove}. */
    String name() {
        return spec().qualifiedName("-");
    }

    private CommandSpec spec() {
        return command.getCommandSpec();
    }

    String text() {
        StringBuilder page = new StringBuilder(".TH " + escaped(name().toUpperCase(Locale.ROOT))
                + " 1 \"\" \"k3sdeploy " + Version.number() + "\"\n.nh\n.ad l\n");
        List<String> description = List.of(spec().usageMessage().description());
        section(page, Message.of("man.name"), escaped(name()) + " \\- " + escaped(description.get(0)));
        section(
                page,
                Message.of("man.synopsis"),
                line(command.getHelp().abbreviatedSynopsis().strip()));
        section(
                page,
                Message.of("man.description"),
                description.stream().map(ManPage::line).collect(Collectors.joining("\n.PP\n")));
        section(
                page,
                Message.of("man.options"),
                Stream.concat(positional(), options()).collect(Collectors.joining("\n")));
        section(
                page,
                Message.of("man.commands"),
                command.getSubcommands().values().stream().map(ManPage::entry).collect(Collectors.joining("\n")));
        section(page, Message.of("man.examples"), footer());
        section(page, Message.of("man.see-also"), spec().parent() == null ? "" : reference(spec().parent()));
        return page.toString();
    }

    private void section(StringBuilder page, Message title, String text) {
        if (!text.isEmpty()) {
            page.append(".SH ")
                    .append(title.in(language))
                    .append('\n')
                    .append(text)
                    .append('\n');
        }
    }

    private Stream<String> positional() {
        return spec().positionalParameters().stream().map(argument -> item(italic(argument.paramLabel()), argument));
    }

    private Stream<String> options() {
        return spec().options().stream().filter(option -> !option.hidden()).map(option -> item(names(option), option));
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + "=" + italic(option.paramLabel());
    }

    private static String item(String tag, ArgSpec argument) {
        return ".TP\n" + tag + "\n" + line(String.join(" ", argument.description()));
    }

    private static String entry(CommandLine below) {
        return ".TP\n" + reference(below.getCommandSpec()) + "\n"
                + line(below.getCommandSpec().usageMessage().description()[0]);
    }

    private static String reference(CommandSpec spec) {
        return bold(spec.qualifiedName("-")) + "(1)";
    }

    /** As it is typed: lines are not filled. */
    private String footer() {
        return Arrays.stream(spec().usageMessage().footer())
                .map(ManPage::line)
                .collect(Collectors.joining("\n", ".nf\n", "\n.fi"));
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** A dot or an apostrophe at its beginning would make a line a request. */
    private static String line(String text) {
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + escaped(text) : escaped(text);
    }

    /** Hyphens of commands are to be copied as such. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("`", "\\(ga")
                .replace("'", "\\(aq")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
    }
}
