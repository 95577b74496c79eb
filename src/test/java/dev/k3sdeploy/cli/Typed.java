package dev.k3sdeploy.cli;

import dev.k3sdeploy.ControlMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A command as a user types it, in a folder, and what came of it. */
record Typed(int exitCode, String out, String err) {
    /** In a folder, with no environment and nobody at the terminal. */
    static Typed in(Path folder, String... words) {
        return with(Map.of(), folder, words);
    }

    /** With these environment variables. */
    static Typed with(Map<String, String> environment, Path folder, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Main.Surroundings surroundings = new Main.Surroundings(
                new ControlMachine(folder, folder, "tester", environment),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false);
        int exitCode = Main.commandLine(surroundings, List.of(words)).execute(words);
        return new Typed(exitCode, out.toString(), err.toString());
    }

    static void file(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).resolveSibling("."));
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
