package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.Style;

/** Lines for people, in Ansible's words. */
final class PlainView implements RunView {
    /** More machines than this are counted and not named, unless something is wrong with them. */
    static final int MANY = 20;

    private static final int NAMED = 8;
    private static final Duration BETWEEN_DOWNLOADS = Duration.ofSeconds(5);

    /**
     * How much to say.
     *
     * @param diff with the texts before and after
     * @param verbosity 1: with what was in place and what was skipped, and commands; 2: with their output
     */
    record Detail(boolean diff, int verbosity) {}

    private final Terminal terminal;
    private final Detail detail;
    private final LongSupplier nanos;
    private final RunningSteps running;
    private final LongSteps waits;
    private final CommandLines commands;
    private final Map<String, Long> downloads = new HashMap<>();
    private final Map<String, Grouped> groups = new LinkedHashMap<>();
    private Optional<Path> log = Optional.empty();
    private boolean many;
    private int okInPlay;

    PlainView(Terminal terminal, Detail detail) {
        this(terminal, detail, System::nanoTime);
    }

    PlainView(Terminal terminal, Detail detail, LongSupplier nanos) {
        this.terminal = terminal;
        this.detail = detail;
        this.nanos = nanos;
        this.running = new RunningSteps(nanos);
        this.waits = new LongSteps(running);
        this.commands = new CommandLines(terminal, detail.verbosity());
    }

    @Override
    public void accept(Event event) {
        running.accept(event);
        commands.accept(event);
        if (event instanceof Event.PlayStarted play) {
            endOfPlay();
            many = play.targets().size() > MANY && detail.verbosity() == 0 && !detail.diff();
            terminal.line("");
            terminal.line(terminal.styled(Style.bold, "PLAY [" + play.title() + "]") + " " + names(play));
        } else if (event instanceof Event.TaskEnded ended) {
            task(ended.result());
        } else if (event instanceof Event.RunEnded ended) {
            endOfPlay();
            new RecapLines(terminal).show(ended.report());
            if (!ended.report().succeeded()) {
                sayWhereTheLogIs(terminal::line);
            }
        }
    }

    private String names(Event.PlayStarted play) {
        return play.targets().size() > NAMED
                ? terminal.words(Message.of("run.machines", play.targets().size()))
                : play.targets().stream().map(Target::name).collect(Collectors.joining(" "));
    }

    private void endOfPlay() {
        groups.values()
                .forEach(group -> terminal.line("  " + terminal.styled(Style.fg_yellow, group.word() + ":") + " "
                        + terminal.words(group.text())));
        groups.clear();
        if (okInPlay > 0 && detail.verbosity() == 0) {
            terminal.line("  " + terminal.styled(Style.fg_green, "ok") + " "
                    + terminal.words(Message.of("run.in-place", okInPlay)));
        }
        okInPlay = 0;
    }

    /** What takes long says what it waits for. */
    @Override
    public void tick() {
        waits.toTell().forEach(line -> terminal.line("  " + terminal.words(Message.of("run.waiting", line))));
    }

    private void task(TaskResult result) {
        Outcome outcome = result.outcome();
        if (outcome instanceof Outcome.Ok ok) {
            okInPlay++;
            if (detail.verbosity() > 0) {
                line(Style.fg_green, "ok", result, ok.because());
            }
        } else if (outcome instanceof Outcome.Changed changed) {
            change("changed", result, changed.diff());
        } else if (outcome instanceof Outcome.WouldChange would) {
            change("would change", result, would.diff());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            if (detail.verbosity() > 0) {
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

    private void change(String word, TaskResult result, Diff diff) {
        if (many) {
            groups.merge(word + result.task(), Grouped.of(word, result), Grouped::and);
            return;
        }
        line(Style.fg_yellow, word, result, diff.summary());
        if (detail.diff()) {
            diff.changes()
                    .forEach(change -> UnifiedDiff.of(change).forEach(line -> terminal.line("    " + coloured(line))));
        }
    }

    private void line(Style colour, String word, TaskResult result, String text) {
        boolean long_ = result.took().compareTo(Duration.ofSeconds(1)) >= 0;
        terminal.line("  " + terminal.styled(colour, word + ":") + " [" + result.target() + "] " + result.task()
                + (text.isEmpty() ? "" : " – " + text) + (long_ ? " (" + Clock.exact(result.took()) + ")" : ""));
    }

    /** The problem below the line that names it. */
    static void explain(K3sDeployException problem, Terminal terminal) {
        terminal.line(terminal.words(problem.what()).indent(4).stripTrailing());
        if (!problem.next().isEmpty()) {
            terminal.line(terminal.words(problem.next()).indent(4).stripTrailing());
        }
    }

    /** The problem as a command's last word. */
    static void print(K3sDeployException problem, Terminal terminal) {
        int problems = problem instanceof InvalidInputException invalid
                ? invalid.problems().size()
                : 1;
        String start = terminal.styled(Style.fg_red, terminal.words(Message.of("error"))) + " ";
        String what = terminal.words(problem.what());
        terminal.problem(
                problems == 1
                        ? start + what
                        : start + terminal.words(Message.of("error.several", problems)) + "\n" + what);
        if (!problem.next().isEmpty()) {
            terminal.problem(problem.next());
        }
    }

    private String coloured(String line) {
        if (line.startsWith("@@")) {
            return terminal.styled(Style.fg_cyan, line);
        } else if (line.startsWith("+")) {
            return terminal.styled(Style.fg_green, line);
        }
        return line.startsWith("-") ? terminal.styled(Style.fg_red, line) : line;
    }

    @Override
    public void note(Message text) {
        terminal.line(text);
    }

    @Override
    public void warning(InputProblem warning) {
        warn(warning, terminal);
    }

    /** To those who read, not to the programs behind a pipe. */
    static void warn(InputProblem warning, Terminal terminal) {
        terminal.problem(Message.of("warning", warning.told()));
    }

    @Override
    public void download(String file, long done, long total) {
        long now = nanos.getAsLong();
        Long before = downloads.putIfAbsent(file, now);
        boolean due = before != null && now - before >= BETWEEN_DOWNLOADS.toNanos();
        if (due || done == total) {
            downloads.put(file, now);
            terminal.line(ProgressBar.of(file, done, total, terminal.language()));
        }
    }

    @Override
    public void problem(K3sDeployException problem) {
        print(problem, terminal);
        sayWhereTheLogIs(terminal::problem);
    }

    @Override
    public void log(Path file) {
        log = Optional.of(file);
    }

    private void sayWhereTheLogIs(Consumer<Message> to) {
        log.ifPresent(file -> to.accept(Message.of("run.log", file)));
    }

    @Override
    public void result(String name, String value, Message text) {
        terminal.line(text);
    }

    @Override
    public void close() {
        terminal.out().flush();
    }
}
