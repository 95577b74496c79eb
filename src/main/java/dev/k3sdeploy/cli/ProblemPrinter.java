package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.K3sDeployException;
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
            PlainView.print(problem, new Terminal(surroundings.out(), surroundings.err(), surroundings.ansi(), false));
            return ExitCode.of(problem);
        }
        surroundings.err().println("This is a bug of k3sdeploy; please report it with these lines:");
        exception.printStackTrace(surroundings.err());
        return ExitCode.FAILED;
    }
}
