package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that a page about a run tells, collected while it goes on. */
final class ReportContent implements RunView {
    /**
     * A task on a machine, and when.
     *
     * @param begun since the start of the run
     */
    record Span(TaskResult result, Duration begun) {}

    private final InstantSource clock;
    private final Map<Step, Instant> begun = new HashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Span> spans = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<K3sDeployException> problems = new ArrayList<>();
    private Instant started;
    private String title = "k3sdeploy";
    private String inventory = "";
    private boolean checkOnly;
    private @Nullable Report report;

    ReportContent(InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.RunStarted run) {
            title = run.title();
            checkOnly = run.checkOnly();
            started = clock.instant();
        } else if (event instanceof Event.TaskStarted task) {
            begun.put(task.step(), clock.instant());
        } else if (event instanceof Event.TaskEnded ended) {
            Instant start =
                    Optional.ofNullable(begun.remove(ended.result().step())).orElseGet(clock::instant);
            spans.add(new Span(ended.result(), Duration.between(started, start)));
        } else if (event instanceof Event.RunEnded ended) {
            report = ended.report();
        }
    }

    /** Something to know: «K3S», «v1.33.5+k3s1». */
    void fact(String name, String value) {
        facts.put(name, value);
    }

    /** Hosts and groups as text. */
    void inventory(String graph) {
        inventory = graph;
    }

    @Override
    public void note(Message text) {
        notes.add(text.toString());
    }

    @Override
    public void warning(InputProblem warning) {
        notes.add("Warning: " + warning);
    }

    @Override
    public void download(String file, long done, long total) {
        if (done == total) {
            notes.add("Downloaded " + file);
        }
    }

    @Override
    public void problem(K3sDeployException problem) {
        problems.add(problem);
    }

    @Override
    public void result(String name, String value, Message text) {}

    @Override
    public void release(String version) {
        facts.put("K3S", version);
    }

    @Override
    public void log(Path file) {
        facts.put("Log", file.toString());
    }

    @Override
    public void close() {}

    String title() {
        return title;
    }

    boolean checkOnly() {
        return checkOnly;
    }

    Instant started() {
        return started;
    }

    Map<String, String> facts() {
        return facts;
    }

    String inventory() {
        return inventory;
    }

    /** In the order in which they ended. */
    List<Span> spans() {
        return spans;
    }

    List<String> notes() {
        return notes;
    }

    /** Why the run could not even begin. */
    List<K3sDeployException> problems() {
        return problems;
    }

    /** Empty when it could not begin. */
    Optional<Report> report() {
        return Optional.ofNullable(report);
    }

    /** As the plain view says it. */
    static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Ok) {
            return "ok";
        } else if (outcome instanceof Outcome.Changed) {
            return "changed";
        } else if (outcome instanceof Outcome.WouldChange) {
            return "would change";
        } else if (outcome instanceof Outcome.Skipped) {
            return "skipped";
        }
        return outcome instanceof Outcome.Failed ? "failed" : "unreachable";
    }

    /** What is there to say about it in a line or a paragraph. */
    static String detail(Outcome outcome) {
        if (outcome instanceof Outcome.Ok ok) {
            return ok.because();
        } else if (outcome instanceof Outcome.Changed changed) {
            return changed.diff().summary();
        } else if (outcome instanceof Outcome.WouldChange would) {
            return would.diff().summary();
        } else if (outcome instanceof Outcome.Skipped skipped) {
            return skipped.why();
        }
        return problem(outcome).map(K3sDeployException::summary).orElse("");
    }

    static Optional<K3sDeployException> problem(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Optional.of(failed.problem());
        }
        return outcome instanceof Outcome.Unreachable unreachable
                ? Optional.of(unreachable.problem())
                : Optional.empty();
    }
}
