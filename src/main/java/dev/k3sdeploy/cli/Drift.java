package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi.Style;

/** What {@code up} would change now: how far the machines are from the inventory. */
record Drift(Report report) {
    private List<TaskResult> changes() {
        return report.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.WouldChange)
                .toList();
    }

    void text(Terminal terminal) {
        terminal.line("");
        if (changes().isEmpty() && report.succeeded()) {
            terminal.line(terminal.styled(Style.fg_green, terminal.words(Message.of("drift.none"))));
            return;
        }
        terminal.line(terminal.styled(Style.fg_yellow, terminal.words(Message.of("drift.some"))));
        for (TaskResult result : changes()) {
            terminal.line("  [" + result.target() + "] " + result.task() + " – " + summary(result));
        }
        for (TaskResult result : report.problems()) {
            terminal.line(
                    "  " + terminal.words(Message.of("drift.unknown", "[" + result.target() + "] " + result.task())));
            PlainView.explain(problem(result), terminal);
        }
    }

    void json(Terminal terminal) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "drift");
        fields.put(
                "changes",
                changes().stream()
                        .map(result -> Map.of(
                                "host", result.target().name(),
                                "play", result.play(),
                                "task", result.task(),
                                "summary", summary(result)))
                        .toList());
        fields.put(
                "problems",
                report.problems().stream()
                        .map(result -> Map.of(
                                "host", result.target().name(),
                                "task", result.task(),
                                "summary", problem(result).summary(),
                                "hint", problem(result).hint()))
                        .toList());
        terminal.line(JsonView.text(fields));
    }

    private static String summary(TaskResult result) {
        return ((Outcome.WouldChange) result.outcome()).diff().summary();
    }

    private static K3sDeployException problem(TaskResult result) {
        return result.outcome() instanceof Outcome.Failed failed
                ? failed.problem()
                : ((Outcome.Unreachable) result.outcome()).problem();
    }
}
