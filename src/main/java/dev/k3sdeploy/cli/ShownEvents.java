package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Output;
import dev.k3sdeploy.remote.Redaction;
import org.jspecify.annotations.Nullable;

/** What is told of a run, without secrets. */
record ShownEvents(Redaction redaction) {
    Event of(Event event) {
        if (event instanceof Event.Waiting waiting) {
            return new Event.Waiting(waiting.step(), redaction.apply(waiting.seen()));
        } else if (event instanceof Event.CommandStarted command) {
            return new Event.CommandStarted(command.step(), command.on(), of(command.command()));
        } else if (event instanceof Event.CommandEnded command) {
            return new Event.CommandEnded(
                    command.step(), command.on(), of(command.command()), of(command.result()), command.took());
        } else if (event instanceof Event.TaskEnded ended) {
            return new Event.TaskEnded(of(ended.result()));
        } else if (event instanceof Event.RunEnded ended) {
            Report report = ended.report();
            return new Event.RunEnded(new Report(
                    report.results().stream().map(this::of).toList(),
                    report.targets(),
                    report.interrupted(),
                    report.took()));
        }
        return event;
    }

    private Command of(Command command) {
        return Command.script(redaction.apply(command.script()));
    }

    private @Nullable CommandResult of(@Nullable CommandResult result) {
        return result == null ? null : new CommandResult(result.exitStatus(), of(result.out()), of(result.err()));
    }

    private Output of(Output output) {
        return Output.of(redaction.apply(output.text()));
    }

    private TaskResult of(TaskResult result) {
        return new TaskResult(result.play(), result.target(), result.task(), of(result.outcome()), result.took());
    }

    private Outcome of(Outcome outcome) {
        if (outcome instanceof Outcome.Ok ok) {
            return new Outcome.Ok(redaction.apply(ok.because()));
        } else if (outcome instanceof Outcome.Changed changed) {
            return new Outcome.Changed(of(changed.diff()));
        } else if (outcome instanceof Outcome.WouldChange would) {
            return new Outcome.WouldChange(of(would.diff()));
        } else if (outcome instanceof Outcome.Skipped skipped) {
            return new Outcome.Skipped(redaction.apply(skipped.why()));
        } else if (outcome instanceof Outcome.Failed failed) {
            return new Outcome.Failed(of(failed.problem()));
        }
        K3sDeployException problem = ((Outcome.Unreachable) outcome).problem();
        return new Outcome.Unreachable(new UnreachableException(of(problem.what()), of(problem.next()), problem));
    }

    private Diff of(Diff diff) {
        return new Diff(
                redaction.apply(diff.summary()),
                diff.changes().stream()
                        .map(change -> new Diff.Change(
                                change.subject(), redaction.apply(change.before()), redaction.apply(change.after())))
                        .toList());
    }

    K3sDeployException of(K3sDeployException problem) {
        if (problem instanceof InvalidInputException invalid) {
            return new InvalidInputException(
                    invalid.problems().stream().map(this::of).toList());
        }
        return new K3sDeployException(of(problem.what()), of(problem.next()), problem);
    }

    InputProblem of(InputProblem problem) {
        return new InputProblem(
                problem.source(), problem.line(), problem.column(), of(problem.what()), of(problem.next()));
    }

    Message of(Message text) {
        return text.changed(redaction::apply);
    }
}
