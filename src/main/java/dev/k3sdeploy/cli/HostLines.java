package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.CommandInterruptedException;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.OutputLines;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Help.Ansi.Style;

/** What machines write, told with the machine's name: line by line, or machine by machine. Thread-safe. */
final class HostLines {
    private final Terminal terminal;
    private final boolean json;
    private final int width;

    HostLines(Terminal terminal, boolean json, Collection<Target> targets) {
        this.terminal = terminal;
        this.json = json;
        this.width = targets.stream()
                .mapToInt(target -> target.name().length())
                .max()
                .orElse(0);
    }

    /** What hears one machine, and tells each line at once. */
    OutputLines of(Target target) {
        return (text, error) -> line(target, text, error);
    }

    synchronized void line(Target target, String text, boolean error) {
        if (json) {
            Map<String, Object> fields = fields("line", target);
            fields.put("stream", error ? "stderr" : "stdout");
            fields.put("text", text);
            terminal.line(JsonView.text(fields));
            return;
        }
        String name = target.name() + " ".repeat(width - target.name().length()) + " | ";
        terminal.line(terminal.styled(error ? Style.fg_yellow : Style.fg_cyan, name) + text);
    }

    /** How it ended on a machine, and what was written there, if it was kept. */
    synchronized void ended(Target target, Survey.Answer<CommandResult> answer) {
        if (json) {
            terminal.line(JsonView.text(ending(target, answer)));
            return;
        }
        K3sDeployException problem = answer.problem();
        if (wasInterrupted(answer)) {
            Optional<CommandResult> written = writtenUntilThen(answer);
            String head = terminal.styled(Style.fg_yellow, "interrupted:") + " [" + target + "]";
            terminal.line(written.isPresent() ? head : head + " before it began");
            written.ifPresent(this::written);
        } else if (problem != null) {
            String word = problem instanceof UnreachableException ? "unreachable:" : "failed:";
            terminal.line(terminal.styled(Style.fg_red, word) + " [" + target + "]");
            PlainView.explain(problem, terminal);
        }
        answer.answered().ifPresent(result -> {
            String head = result.succeeded()
                    ? terminal.styled(Style.fg_green, "ok:") + " [" + target + "]"
                    : terminal.styled(Style.fg_red, "failed:") + " [" + target + "] exit status " + result.exitStatus();
            terminal.line(head);
            written(result);
        });
    }

    static boolean wentWell(Survey.Answer<CommandResult> answer) {
        return answer.answered().map(CommandResult::succeeded).orElse(false);
    }

    static boolean wasInterrupted(Survey.Answer<CommandResult> answer) {
        K3sDeployException problem = answer.problem();
        return Causes.include(problem, InterruptedException.class)
                || Causes.include(problem, CancellationException.class);
    }

    private static Optional<CommandResult> writtenUntilThen(Survey.Answer<CommandResult> answer) {
        return answer.problem() instanceof CommandInterruptedException interrupted
                ? Optional.of(interrupted.result())
                : Optional.empty();
    }

    private void written(CommandResult result) {
        result.out().text().lines().forEach(line -> terminal.line("  " + line));
        result.err().text().lines().forEach(line -> terminal.line("  " + terminal.styled(Style.fg_yellow, line)));
        long dropped = result.out().dropped() + result.err().dropped();
        if (dropped > 0) {
            terminal.line("  (" + dropped + " bytes are left out in the middle; --stream shows all)");
        }
    }

    private static Map<String, Object> ending(Target target, Survey.Answer<CommandResult> answer) {
        Map<String, Object> fields = fields("ended", target);
        K3sDeployException problem = answer.problem();
        if (wasInterrupted(answer)) {
            fields.put("outcome", "interrupted");
            writtenUntilThen(answer).ifPresent(result -> written(fields, result));
        } else if (problem != null) {
            fields.put("outcome", problem instanceof UnreachableException ? "unreachable" : "failed");
            fields.put("summary", problem.summary());
            fields.put("hint", problem.hint());
        }
        answer.answered().ifPresent(result -> {
            fields.put("outcome", result.succeeded() ? "ok" : "failed");
            fields.put("status", result.exitStatus());
            written(fields, result);
        });
        return fields;
    }

    private static void written(Map<String, Object> fields, CommandResult result) {
        fields.put("stdout", result.out().text());
        fields.put("stderr", result.err().text());
    }

    private static Map<String, Object> fields(String type, Target target) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("time", Instant.now().toString());
        fields.put("host", target.name());
        return fields;
    }
}
