package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps that have been at it for long without a word: each is told after ten seconds, then ever less often. */
final class LongSteps {
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration RAREST = Duration.ofSeconds(60);

    private final RunningSteps running;
    private final Map<Step, Duration> nextAt = new HashMap<>();

    LongSteps(RunningSteps running) {
        this.running = running;
    }

    /** A line for each step, or for each task and reason where many machines are at it. */
    List<Message> toTell() {
        List<StepNow> due = due();
        if (due.size() <= PlainView.MANY) {
            return due.stream()
                    .map(step -> Message.shaped("[{0}] {1}", step.step.target(), text(step)))
                    .toList();
        }
        Map<String, Integer> machines = new LinkedHashMap<>();
        due.forEach(step -> machines.merge(step.step.task(), 1, Integer::sum));
        List<Message> lines = new ArrayList<>();
        machines.forEach((task, count) -> lines.add(Message.shaped(
                "{0}: {1}{2}",
                count == 1 ? Message.of("run.machine") : Message.of("run.machines", count), task, longest(due, task))));
        return lines;
    }

    private List<StepNow> due() {
        long now = running.now();
        List<StepNow> due = new ArrayList<>();
        for (StepNow step : running.all()) {
            Duration age = step.age(now);
            if (age.compareTo(nextAt.getOrDefault(step.step, QUIET)) >= 0) {
                Duration pause = age.compareTo(RAREST) > 0 ? RAREST : age;
                nextAt.put(step.step, age.plus(pause));
                due.add(step);
            }
        }
        return due;
    }

    private Message text(StepNow step) {
        Message reason = step.reason();
        return Message.shaped(
                reason.isEmpty() ? "{0}{1} ({2})" : "{0}: {1} ({2})",
                step.step.task(),
                reason,
                Clock.text(step.age(running.now())));
    }

    private Message longest(List<StepNow> due, String task) {
        return due.stream()
                .filter(step -> step.step.task().equals(task))
                .map(step -> step.age(running.now()))
                .max(Duration::compareTo)
                .map(age -> Message.of("run.longest", Clock.text(age)))
                .orElse(Message.NONE);
    }
}
