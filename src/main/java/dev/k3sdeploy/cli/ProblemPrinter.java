package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import picocli.CommandLine;

/** What a user can understand is told in two sentences; anything else is a bug and shows where it comes from. */
final class ProblemPrinter implements CommandLine.IExecutionExceptionHandler {
    private final Main.Surroundings surroundings;

    ProblemPrinter(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        if (exception instanceof K3sDeployException problem) {
            PlainView.print(problem, surroundings.terminal());
            return ExitCode.of(problem);
        }
        surroundings.terminal().problem(Message.of("bug"));
        exception.printStackTrace(surroundings.err());
        return ExitCode.FAILED;
    }
}
