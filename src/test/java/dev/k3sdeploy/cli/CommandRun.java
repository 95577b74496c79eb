package dev.k3sdeploy.cli;

import dev.k3sdeploy.ControlMachine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The whole command run inside the test's JVM: what {@code main} does, without ending the JVM; no terminal. */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs the command as on the given control machine. */
    public static CommandRun of(ControlMachine here, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine(
                        new Main.Surroundings(here, new PrintWriter(out, true), new PrintWriter(err, true), false),
                        List.of(arguments))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
