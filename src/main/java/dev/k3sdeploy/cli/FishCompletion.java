package dev.k3sdeploy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish, which picocli does not make: a line for each command and for each option. */
final class FishCompletion {
    private final String program;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    /** The whole script. */
    static String of(CommandLine command) {
        FishCompletion completion = new FishCompletion(command.getCommandName());
        completion.lines.add("complete -c " + completion.program + " -f");
        completion.add(command, List.of());
        return String.join("\n", completion.lines) + "\n";
    }

    private void add(CommandLine command, List<String> path) {
        Map<String, CommandLine> below = new TreeMap<>(command.getSubcommands());
        String here = condition(path, below);
        below.forEach((name, sub) -> lines.add(start(here) + " -a " + name + " -d "
                + quote(first(sub.getCommandSpec().usageMessage().description()))));
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> lines.add(start(here) + option(option)));
        below.forEach((name, sub) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            add(sub, deeper);
        });
    }

    /** Below these commands, and not yet below another one. */
    private static String condition(List<String> path, Map<String, CommandLine> below) {
        List<String> parts = path.stream()
                .map(name -> "__fish_seen_subcommand_from " + name)
                .collect(Collectors.toCollection(ArrayList::new));
        if (!below.isEmpty()) {
            parts.add("not __fish_seen_subcommand_from " + String.join(" ", below.keySet()));
        }
        return String.join("; and ", parts);
    }

    private String start(String condition) {
        return "complete -c " + program + " -n " + quote(condition);
    }

    private static String option(OptionSpec option) {
        StringBuilder line = new StringBuilder();
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
        }
        if (option.arity().max() > 0) {
            line.append(value(option));
        }
        return line + " -d " + quote(first(option.description()));
    }

    private static String value(OptionSpec option) {
        Iterable<String> candidates = option.completionCandidates();
        if (candidates != null && candidates.iterator().hasNext()) {
            String words = StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
            return " -x -a " + quote(words);
        }
        return option.paramLabel().contains("FILE") ? " -r -F" : " -x";
    }

    private static String first(String[] description) {
        return description.length == 0 ? "" : description[0].replaceAll("\\s*\\(\\$\\{DEFAULT-VALUE}\\)", "");
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
