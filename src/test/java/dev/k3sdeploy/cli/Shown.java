package dev.k3sdeploy.cli;

import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** What a user reads of a failure, by the command's own words, and the exit code that comes with it. */
public record Shown(int exitCode, String text) {
    /** As a command ends with it. */
    public static Shown of(K3sDeployException problem) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        PlainView.print(problem, new Terminal(writer, writer, Ansi.OFF, false));
        return new Shown(ExitCode.of(problem), text.toString());
    }

    /** As {@code check} tells it. */
    public static Shown of(Finding finding) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        new CheckView(new Terminal(writer, writer, Ansi.OFF, false), false).text(List.of(finding));
        return new Shown(finding.is(Finding.Level.FAILURE) ? ExitCode.FAILED : ExitCode.DONE, text.toString());
    }
}
