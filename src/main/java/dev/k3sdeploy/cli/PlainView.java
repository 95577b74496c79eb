package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.Style;

/** Lines for people, in Ansible's words. */
final class PlainView implements RunView {
    private static final Duration QUIET = Duration.ofSeconds(10);

    /**
     * How much to say.
     *
     * @param diff with the texts before and after
     * @param verbose with what was in place and what was skipped
     */
    record Detail(boolean diff, boolean verbose) {}

    private final Terminal terminal;
    private final Detail detail;
    private final Map<String, Long> lastSaid = new HashMap<>();
    private int okInPlay;

    PlainView(Terminal terminal, Detail detail) {
        this.terminal = terminal;
        this.detail = detail;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.PlayStarted play) {
            endOfPlay();
            terminal.line("");
            terminal.line(terminal.styled(Style.bold, "PLAY [" + play.title() + "]") + " " + names(play));
        } else if (event instanceof Event.TaskStarted started) {
            lastSaid.put(started.target() + started.task(), System.nanoTime());
        } else if (event instanceof Event.Waiting waiting) {
            sayWhatIsWaitedFor(waiting);
        } else if (event instanceof Event.TaskEnded ended) {
            task(ended.result());
        } else if (event instanceof Event.RunEnded ended) {
            endOfPlay();
            recap(ended.report());
        }
    }

    private static String names(Event.PlayStarted play) {
        return play.targets().size() > 8
                ? play.targets().size() + " machines"
                : play.targets().stream().map(Target::name).collect(Collectors.joining(" "));
    }

    private void endOfPlay() {
        if (okInPlay > 0 && !detail.verbose()) {
            terminal.line("  " + terminal.styled(Style.fg_green, "ok") + " " + okInPlay + " in place already");
        }
        okInPlay = 0;
    }

    private void sayWhatIsWaitedFor(Event.Waiting waiting) {
        long now = System.nanoTime();
        String key = waiting.target() + waiting.task();
        if (now - lastSaid.getOrDefault(key, now) > QUIET.toNanos()) {
            lastSaid.put(key, now);
            terminal.line("  waiting: [" + waiting.target() + "] " + waiting.task() + ": " + waiting.seen());
        }
    }

    private void task(TaskResult result) {
        Outcome outcome = result.outcome();
        if (outcome instanceof Outcome.Ok ok) {
            okInPlay++;
            if (detail.verbose()) {
                line(Style.fg_green, "ok", result, ok.because());
            }
        } else if (outcome instanceof Outcome.Changed changed) {
            line(Style.fg_yellow, "changed", result, changed.diff().summary());
            diff(changed.diff());
        } else if (outcome instanceof Outcome.WouldChange would) {
            line(Style.fg_yellow, "would change", result, would.diff().summary());
            diff(would.diff());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            if (detail.verbose()) {
                line(Style.fg_cyan, "skipped", result, skipped.why());
            }
        } else if (outcome instanceof Outcome.Failed failed) {
            line(Style.fg_red, "failed", result, "");
            explain(failed.problem(), terminal);
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            line(Style.fg_red, "unreachable", result, "");
            explain(unreachable.problem(), terminal);
        }
    }

    private void line(Style colour, String word, TaskResult result, String text) {
        boolean long_ = result.took().compareTo(Duration.ofSeconds(1)) >= 0;
        terminal.line("  " + terminal.styled(colour, word + ":") + " [" + result.target() + "] " + result.task()
                + (text.isEmpty() ? "" : " – " + text) + (long_ ? " (" + seconds(result.took()) + ")" : ""));
    }

    /** The problem below the line that names it. */
    static void explain(K3sDeployException problem, Terminal terminal) {
        terminal.line(problem.summary().indent(4).stripTrailing());
        if (!problem.hint().isEmpty()) {
            terminal.line(problem.hint().indent(4).stripTrailing());
        }
    }

    /** The problem as a command's last word. */
    static void print(K3sDeployException problem, Terminal terminal) {
        int problems = problem instanceof InvalidInputException invalid
                ? invalid.problems().size()
                : 1;
        String start = terminal.styled(Style.fg_red, "Error:") + " ";
        terminal.problem(
                problems == 1
                        ? start + problem.summary()
                        : start + problems + " problems, and nothing was changed:\n" + problem.summary());
        if (!problem.hint().isEmpty()) {
            terminal.problem(problem.hint());
        }
    }

    private void diff(Diff diff) {
        if (detail.diff()) {
            diff.changes()
                    .forEach(change -> UnifiedDiff.of(change).forEach(line -> terminal.line("    " + coloured(line))));
        }
    }

    private String coloured(String line) {
        if (line.startsWith("+")) {
            return terminal.styled(Style.fg_green, line);
        }
        return line.startsWith("-") ? terminal.styled(Style.fg_red, line) : line;
    }

    private void recap(Report report) {
        terminal.line("");
        terminal.line(terminal.styled(Style.bold, "PLAY RECAP") + " (" + seconds(report.took()) + ")");
        int width = report.targets().stream()
                .mapToInt(target -> target.name().length())
                .max()
                .orElse(0);
        report.countsByTarget()
                .forEach((target, counts) -> terminal.line(
                        "  " + String.format("%-" + Math.max(1, width) + "s", target.name()) + "  " + counts(counts)));
        if (report.interrupted()) {
            terminal.line("Interrupted: run the same command again, it goes on where it was");
        }
    }

    private String counts(Counts counts) {
        return String.join(
                "  ",
                count(Style.fg_green, "ok", counts.ok()),
                count(Style.fg_yellow, "changed", counts.changed()),
                count(Style.fg_yellow, "would change", counts.wouldChange()),
                count(Style.fg_cyan, "skipped", counts.skipped()),
                count(Style.fg_red, "failed", counts.failed()),
                count(Style.fg_red, "unreachable", counts.unreachable()));
    }

    private String count(Style colour, String word, int number) {
        return number == 0 ? word + "=0" : terminal.styled(colour, word + "=" + number);
    }

    static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    @Override
    public void note(String text) {
        terminal.line(text);
    }

    @Override
    public void warning(InputProblem warning) {
        warn(warning, terminal);
    }

    /** To those who read, not to the programs behind a pipe. */
    static void warn(InputProblem warning, Terminal terminal) {
        terminal.problem("Warning: " + warning);
    }

    @Override
    public void download(String file, long done, long total) {
        long now = System.nanoTime();
        boolean ended = done == total;
        if (!ended
                && now - lastSaid.getOrDefault(file, 0L)
                        < Duration.ofSeconds(terminal.interactive() ? 0 : 5).toNanos() + 200_000_000L) {
            return;
        }
        lastSaid.put(file, now);
        String text = ProgressBar.of(file, done, total);
        if (terminal.interactive()) {
            terminal.out().print("\r" + text + (ended ? System.lineSeparator() : ""));
            terminal.out().flush();
        } else {
            terminal.line(text);
        }
    }

    @Override
    public void problem(K3sDeployException problem) {
        print(problem, terminal);
    }

    @Override
    public void result(String name, String value, String text) {
        terminal.line(text);
    }

    @Override
    public void close() {
        terminal.out().flush();
    }
}
