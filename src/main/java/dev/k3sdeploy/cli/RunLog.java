package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.CommandResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All of a run as text: what was shown, and every command with its output. Kept in memory until the file is there. */
final class RunLog implements RunView {
    private final InstantSource clock;
    private final DateTimeFormatter time;
    private final List<String> before = new ArrayList<>();
    private @Nullable PrintWriter file;
    private @Nullable Path path;

    /**
     * For one run.
     *
     * @param zone of the times in it
     */
    RunLog(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** From now on all goes to the file, and what was told before goes first. */
    void writeTo(LogFolder.LogFile opened, String heading) {
        file = opened.writer();
        path = opened.path();
        file.println(heading);
        before.forEach(file::println);
        before.clear();
    }

    private void line(String text) {
        String line = time.format(clock.instant()) + " " + text;
        if (file == null) {
            before.add(line);
        } else {
            file.println(line);
        }
    }

    /** Some lines below the last one. */
    private void below(String mark, String text) {
        text.stripTrailing().lines().forEach(line -> line(mark + line));
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.RunStarted run) {
            line("RUN " + run.title() + (run.checkOnly() ? " (check)" : ""));
        } else if (event instanceof Event.PlayStarted play) {
            line("PLAY [" + play.title() + "]");
        } else if (event instanceof Event.TaskStarted task) {
            line(where(task.step()) + " begins");
        } else if (event instanceof Event.Waiting waiting) {
            line(where(waiting.step()) + " waits: " + waiting.seen());
        } else if (event instanceof Event.CommandStarted command) {
            line("[" + command.on() + "] $ "
                    + command.command().script().strip().replace("\n", "\n    "));
        } else if (event instanceof Event.CommandEnded command) {
            command(command);
        } else if (event instanceof Event.TaskEnded ended) {
            task(ended.result());
        } else if (event instanceof Event.RunEnded ended) {
            ended.report().countsByTarget().forEach((target, counts) -> line("RECAP [" + target + "] " + text(counts)));
            line("RECAP took " + Clock.exact(ended.report().took())
                    + (ended.report().interrupted() ? ", interrupted" : ""));
            flush();
        }
    }

    private static String where(Step step) {
        return "[" + step.target() + "] " + step.task();
    }

    private static String text(Counts counts) {
        return "ok=" + counts.ok() + " changed=" + counts.changed() + " would change=" + counts.wouldChange()
                + " skipped=" + counts.skipped() + " failed=" + counts.failed() + " unreachable="
                + counts.unreachable();
    }

    private void command(Event.CommandEnded command) {
        CommandResult result = command.result();
        String end = result == null ? "did not end" : "status " + result.exitStatus();
        line("[" + command.on() + "] " + end + ", " + command.took().toMillis() + " ms: "
                + StepNow.gist(command.command().script()));
        if (result != null) {
            below("[" + command.on() + "] | ", result.out().text());
            below("[" + command.on() + "] ! ", result.err().text());
        }
    }

    private void task(TaskResult result) {
        Outcome outcome = result.outcome();
        String took = " (" + Clock.exact(result.took()) + ")";
        if (outcome instanceof Outcome.Ok ok) {
            line(where(result.step()) + ": ok, " + ok.because() + took);
        } else if (outcome instanceof Outcome.Changed changed) {
            change("changed", result, changed.diff());
        } else if (outcome instanceof Outcome.WouldChange would) {
            change("would change", result, would.diff());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            line(where(result.step()) + ": skipped, " + skipped.why());
        } else if (outcome instanceof Outcome.Failed failed) {
            line(where(result.step()) + ": FAILED" + took);
            explain(failed.problem());
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            line(where(result.step()) + ": UNREACHABLE" + took);
            explain(unreachable.problem());
        }
    }

    private void change(String word, TaskResult result, Diff diff) {
        line(where(result.step()) + ": " + word + ", " + diff.summary() + " (" + Clock.exact(result.took()) + ")");
        diff.changes().forEach(change -> UnifiedDiff.of(change).forEach(text -> line("    " + text)));
    }

    private void explain(K3sDeployException problem) {
        below("    ", problem.summary());
        below("    ", problem.hint());
        flush();
    }

    @Override
    public void note(Message text) {
        below("", text.toString());
    }

    @Override
    public void warning(InputProblem warning) {
        line("Warning: " + warning);
    }

    @Override
    public void download(String name, long done, long total) {
        if (done == total) {
            line("downloaded " + ProgressBar.of(name, done, total, Locale.ROOT));
        }
    }

    @Override
    public void problem(K3sDeployException problem) {
        line("PROBLEM");
        explain(problem);
    }

    @Override
    public void result(String name, String value, Message text) {
        line(text.toString());
    }

    /** A line of the SSH library's. */
    void ssh(String text) {
        line("ssh " + text);
    }

    private void flush() {
        Optional.ofNullable(file).ifPresent(PrintWriter::flush);
    }

    /** The file, when something of this log is missing there. */
    Optional<Path> cut() {
        return Optional.ofNullable(path).filter(log -> file != null && file.checkError());
    }

    @Override
    public void close() {
        Optional.ofNullable(file).ifPresent(PrintWriter::close);
    }
}
