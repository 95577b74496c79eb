package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.Style;

/** The end of a run in numbers: a line for each machine, or for all machines that ended alike where there are many. */
final class RecapLines {
    private final Terminal terminal;

    RecapLines(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(Report report) {
        terminal.line("");
        terminal.line(terminal.styled(Style.bold, "PLAY RECAP") + " (" + Clock.exact(report.took()) + ")");
        Map<String, Counts> rows = rows(report);
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        Counts all = report.counts();
        rows.forEach((name, counts) ->
                terminal.line("  " + name + " ".repeat(width - name.length()) + "  " + counts(counts, all)));
        if (report.interrupted()) {
            terminal.line(Message.of("run.interrupted"));
        }
    }

    private Map<String, Counts> rows(Report report) {
        Map<Target, Counts> all = report.countsByTarget();
        Map<String, Counts> rows = new LinkedHashMap<>();
        if (all.size() <= PlainView.MANY) {
            all.forEach((target, counts) -> rows.put(target.name(), counts));
            return rows;
        }
        Map<Counts, List<Target>> alike = all.entrySet().stream()
                .filter(entry -> isWell(entry.getValue()))
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        alike.forEach((counts, targets) -> rows.put(name(targets, rows.size()), counts));
        all.forEach((target, counts) -> {
            if (!isWell(counts)) {
                rows.put(target.name(), counts);
            }
        });
        return rows;
    }

    private String name(List<Target> targets, int row) {
        String first = targets.get(0).name();
        return targets.size() == 1
                ? first
                : terminal.words(
                        row == 0
                                ? Message.of("run.machines", targets.size())
                                : Message.of("run.and-more", first, targets.size() - 1));
    }

    private static boolean isWell(Counts counts) {
        return counts.failed() == 0 && counts.unreachable() == 0;
    }

    /** What a run predicts is a column of such runs alone. */
    private String counts(Counts counts, Counts all) {
        List<String> columns = new ArrayList<>();
        columns.add(count(Style.fg_green, "ok", counts.ok(), all.ok()));
        if (all.wouldChange() == 0 || all.changed() > 0) {
            columns.add(count(Style.fg_yellow, "changed", counts.changed(), all.changed()));
        }
        if (all.wouldChange() > 0) {
            columns.add(count(Style.fg_yellow, "would change", counts.wouldChange(), all.wouldChange()));
        }
        columns.add(count(Style.fg_cyan, "skipped", counts.skipped(), all.skipped()));
        columns.add(count(Style.fg_red, "failed", counts.failed(), all.failed()));
        columns.add(count(Style.fg_red, "unreachable", counts.unreachable(), 0));
        return String.join("  ", columns);
    }

    /** As wide as the sum of all machines, so that columns stand below each other. */
    private String count(Style colour, String word, int number, int sum) {
        String padding = " "
                .repeat(Math.max(
                        0, String.valueOf(sum).length() - String.valueOf(number).length()));
        String text = word + "=" + number;
        return (number == 0 ? text : terminal.styled(colour, text)) + padding;
    }
}
