package dev.k3sdeploy.engine;

import java.util.List;

/** What a run tells while it goes on. Listeners hear one event at a time. */
public sealed interface Event {
    record RunStarted(String title, List<Target> targets, boolean checkOnly) implements Event {}

    record PlayStarted(String title, List<Target> targets) implements Event {}

    record TaskStarted(String play, Target target, String task) implements Event {}

    /** A task waits for something that it saw not to be so yet. */
    record Waiting(Target target, String task, String seen) implements Event {}

    /** Bytes that have gone to a machine, of how many. */
    record Progress(Target target, String task, long done, long total) implements Event {}

    record TaskEnded(TaskResult result) implements Event {}

    record RunEnded(Report report) implements Event {}
}
