package dev.k3sdeploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One JSON object a line, the last one of type {@code recap}. Names are stable: programs read them. */
final class JsonView implements RunView {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final int verbosity;
    private final RunningSteps running = new RunningSteps(System::nanoTime);
    private final Map<Step, Long> lastTold = new HashMap<>();
    private Optional<Path> log = Optional.empty();
    private Map<String, Object> recap = recap(new Report(List.of(), List.of(), false, Duration.ZERO));

    JsonView(Terminal terminal) {
        this(terminal, 0);
    }

    /**
     * For one terminal.
     *
     * @param verbosity 1: with the commands; 2: with what they said
     */
    JsonView(Terminal terminal, int verbosity) {
        this.terminal = terminal;
        this.verbosity = verbosity;
    }

    @Override
    public void accept(Event event) {
        running.accept(event);
        if (event instanceof Event.RunStarted run) {
            print(object("run_started")
                    .with("title", run.title())
                    .with("hosts", names(run.targets()))
                    .with("check", run.checkOnly()));
        } else if (event instanceof Event.PlayStarted play) {
            print(object("play_started").with("play", play.title()).with("hosts", names(play.targets())));
        } else if (event instanceof Event.TaskStarted task) {
            print(step("task_started", task.step()));
        } else if (event instanceof Event.Waiting waiting) {
            print(step("waiting", waiting.step())
                    .with("seen", waiting.seen())
                    .with("seconds", seconds(running.age(waiting.step()))));
        } else if (event instanceof Event.Progress progress) {
            progress(progress);
        } else if (event instanceof Event.CommandEnded command && verbosity > 0) {
            print(command(command));
        } else if (event instanceof Event.TaskEnded ended) {
            print(task(ended.result()));
        } else if (event instanceof Event.RunEnded ended) {
            recap = recap(ended.report());
        }
    }

    private static Line step(String type, Step step) {
        return object(type)
                .with("play", step.play())
                .with("host", step.target().name())
                .with("task", step.task());
    }

    /** Not each of the thousands of a file's pieces. */
    private void progress(Event.Progress progress) {
        long now = System.nanoTime();
        Long before = lastTold.putIfAbsent(progress.step(), now);
        if (progress.done() == progress.total() || (before != null && now - before >= BETWEEN.toNanos())) {
            lastTold.put(progress.step(), now);
            print(step("progress", progress.step())
                    .with("bytes", progress.done())
                    .with("of", progress.total())
                    .with("seconds", seconds(running.age(progress.step()))));
        }
    }

    private Line command(Event.CommandEnded command) {
        Line line = step("command", command.step())
                .with("on", command.on().name())
                .with("command", command.command().script());
        CommandResult result = command.result();
        if (result != null) {
            line.with("status", result.exitStatus());
        }
        if (result != null && verbosity > 1) {
            line.with("out", result.out().text()).with("err", result.err().text());
        }
        return line.with("seconds", seconds(command.took()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static List<String> names(List<Target> targets) {
        return targets.stream().map(Target::name).toList();
    }

    private static Line task(TaskResult result) {
        Line line = step("task_ended", result.step()).with("seconds", seconds(result.took()));
        Outcome outcome = result.outcome();
        if (outcome instanceof Outcome.Ok ok) {
            return line.with("outcome", "ok").with("because", ok.because());
        } else if (outcome instanceof Outcome.Changed changed) {
            return diff(line.with("outcome", "changed"), changed.diff());
        } else if (outcome instanceof Outcome.WouldChange would) {
            return diff(line.with("outcome", "wouldChange"), would.diff());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            return line.with("outcome", "skipped").with("because", skipped.why());
        } else if (outcome instanceof Outcome.Failed failed) {
            return problem(line.with("outcome", "failed"), failed.problem());
        }
        return problem(line.with("outcome", "unreachable"), ((Outcome.Unreachable) outcome).problem());
    }

    private static Line diff(Line line, Diff diff) {
        line.with("summary", diff.summary());
        return diff.changes().isEmpty() ? line : line.with("changes", diff.changes());
    }

    private static Line problem(Line line, K3sDeployException problem) {
        return line.with("summary", problem.summary()).with("hint", problem.hint());
    }

    private static Map<String, Object> recap(Report report) {
        Line line = object("recap");
        counts(line, report.counts());
        Map<String, Object> hosts = new LinkedHashMap<>();
        report.countsByTarget().forEach((target, counts) -> {
            Line host = new Line(new LinkedHashMap<>());
            counts(host, counts);
            hosts.put(target.name(), host.fields());
        });
        return line.with("hosts", hosts)
                .with("interrupted", report.interrupted())
                .with("seconds", seconds(report.took()))
                .fields();
    }

    private static void counts(Line line, Counts counts) {
        line.with("ok", counts.ok())
                .with("changed", counts.changed())
                .with("wouldChange", counts.wouldChange())
                .with("skipped", counts.skipped())
                .with("failed", counts.failed())
                .with("unreachable", counts.unreachable());
    }

    @Override
    public void note(Message text) {
        print(object("note").with("text", text.toString()));
    }

    @Override
    public void warning(InputProblem warning) {
        print(input(object("warning"), warning));
    }

    private static Line input(Line line, InputProblem problem) {
        return line.with("source", problem.source())
                .with("line", problem.line())
                .with("column", problem.column())
                .with("message", problem.message())
                .with("hint", problem.hint());
    }

    @Override
    public void download(String file, long done, long total) {
        if (done == total) {
            print(object("downloaded").with("file", file).with("bytes", total));
        }
    }

    @Override
    public void problem(K3sDeployException problem) {
        Line line = problem(object("problem"), problem);
        if (problem instanceof InvalidInputException invalid) {
            List<Map<String, Object>> problems = new ArrayList<>();
            for (InputProblem each : invalid.problems()) {
                problems.add(input(new Line(new LinkedHashMap<>()), each).fields());
            }
            line.with("problems", problems);
        }
        print(line);
    }

    @Override
    public void result(String name, String value, Message text) {
        print(object("result").with(name, value));
    }

    @Override
    public void log(Path file) {
        log = Optional.of(file);
    }

    @Override
    public void close() {
        log.ifPresent(file -> recap.put("log", file.toString()));
        print(new Line(recap));
    }

    private void print(Line line) {
        terminal.line(text(line.fields()));
    }

    /** One line of JSON. */
    static String text(Map<String, Object> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One machine's answer to a ping. */
    static String ping(Target target, Survey.Answer<String> answer) {
        Line line = object("ping").with("host", target.name());
        K3sDeployException problem = answer.problem();
        answer.answered().ifPresent(text -> line.with("outcome", "ok").with("answer", text));
        return text((problem == null ? line : problem(line.with("outcome", "failed"), problem)).fields());
    }

    static String machine(MachineState machine) {
        return text(object("machine")
                .with("host", machine.name())
                .with("state", machine.existence().name().toLowerCase(Locale.ROOT))
                .with("condition", machine.condition())
                .with("kind", machine.kind())
                .fields());
    }

    private static Line object(String type) {
        return new Line(new LinkedHashMap<>())
                .with("type", type)
                .with("time", Instant.now().toString());
    }

    private record Line(Map<String, Object> fields) {
        Line with(String name, Object value) {
            fields.put(name, value);
            return this;
        }
    }
}
