package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one machine is at. */
final class StepNow {
    private static final int GIST = 60;
    private static final Pattern ASSIGNMENTS = Pattern.compile("^([A-Za-z_]+=\\S* +)+");

    final Step step;
    final int number;
    private final long began;
    private String seen = "";
    private boolean connecting;
    private @Nullable Command command;
    private @Nullable Transfer transfer;

    /**
     * A step that begins.
     *
     * @param number among the machine's steps of the play, from 1
     * @param now in nanoseconds of the clock that all other times are of
     */
    StepNow(Step step, int number, long now) {
        this.step = step;
        this.number = number;
        this.began = now;
    }

    /** To get at a machine is a part of its first step. */
    void connects() {
        connecting = true;
    }

    void waitsFor(String state) {
        connecting = false;
        seen = state;
    }

    void runs(@Nullable Command started) {
        connecting = false;
        command = started;
        if (started == null) {
            transfer = null;
        }
    }

    void sent(long done, long total, long now) {
        connecting = false;
        transfer = transfer == null ? Transfer.begun(done, total, now) : transfer.now(done, total, now);
    }

    @Nullable
    Transfer transfer() {
        return transfer;
    }

    Duration age(long now) {
        return Duration.ofNanos(now - began);
    }

    /** What it waits for, or is at; empty when nothing is known. */
    Message reason() {
        if (transfer != null) {
            return Message.of("run.sent", ProgressBar.percent(transfer.done(), transfer.total()));
        }
        if (!seen.isEmpty()) {
            return Message.verbatim(seen.lines().findFirst().orElse(""));
        }
        if (connecting) {
            return Message.of("run.connecting");
        }
        return command == null ? Message.NONE : Message.of("run.runs", gist(command.script()));
    }

    /** A script's first line that does something, without what it puts into the environment. */
    static String gist(String script) {
        String line = script.lines()
                .map(String::strip)
                .filter(text ->
                        !text.isEmpty() && !text.startsWith("#") && !text.matches("(export )?[A-Za-z_]+=\\S*|set .*"))
                .findFirst()
                .orElse("");
        line = ASSIGNMENTS.matcher(line).replaceFirst("");
        return line.length() <= GIST ? line : line.substring(0, GIST - 1) + "…";
    }
}
