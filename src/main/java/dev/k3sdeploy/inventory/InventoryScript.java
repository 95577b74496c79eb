package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An executable that prints an inventory: it is run here with {@code --list}, as Ansible runs it, with a deadline. */
final class InventoryScript {
    private static final int SECONDS = 60;
    private static final int MOST_OUTPUT = 64 << 20;
    private static final int PROGRAM_HEADER = 64;

    private final Path script;
    private final String name;
    private final InventoryOptions options;
    private final Problems problems;

    InventoryScript(Path script, String name, InventoryOptions options, Problems problems) {
        this.script = script;
        this.name = name;
        this.options = options;
        this.problems = problems;
    }

    /**
     * A first line that names an interpreter, or a program. An executable text without such a line is none, as the system
     * cannot run it: on Windows, and on disks shared with it, every file is executable.
     */
    static boolean is(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(PROGRAM_HEADER), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") || (start.indexOf('\0') >= 0 && Files.isExecutable(file));
        } catch (IOException e) {
            return false; // reading it for its text tells why
        }
    }

    void read(GroupGraph graph) {
        Tree answer = answer("--list");
        if (answer instanceof Tree.Entries groups) {
            Origin origin = Origin.of(script, Location.of(name));
            new ScriptSource(graph, origin, problems).read(groups, host -> answer("--host", host));
        } else if (answer != null) {
            problems.error(answer.at(), "the script's answer must be a JSON object, not " + answer.kind(), "");
        }
    }

    private @Nullable Tree answer(String... arguments) {
        String asked = name + " " + String.join(" ", arguments);
        try {
            String out = run(asked, arguments);
            return out == null || (out.isBlank() && arguments.length > 1)
                    ? null
                    : JsonReader.readJson(new TextFile(asked, out, true), problems);
        } catch (IOException e) {
            problems.error(Location.of(asked), "cannot be run: " + e.getMessage(), "chmod +x, and a first line #!…");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.error(Location.of(asked), "interrupted", "");
        }
        return null;
    }

    private @Nullable String run(String asked, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(arguments));
        Process process = builder.directory(options.workingDirectory().toFile()).start();
        process.getOutputStream().close();
        CompletableFuture<byte[]> out = drain(process.getInputStream());
        CompletableFuture<byte[]> err = drain(process.getErrorStream());
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            problems.error(Location.of(asked), "no answer within " + SECONDS + " s; it was stopped", "run it by hand");
            return null;
        }
        if (process.exitValue() != 0) {
            String said = new String(err.join(), StandardCharsets.UTF_8).strip();
            problems.error(Location.of(asked), "exit status " + process.exitValue() + ": " + said, "run it by hand");
            return null;
        }
        return new String(out.join(), StandardCharsets.UTF_8);
    }

    private static CompletableFuture<byte[]> drain(InputStream stream) {
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (stream) {
                        bytes.complete(stream.readNBytes(MOST_OUTPUT));
                    } catch (IOException e) {
                        bytes.complete(new byte[0]);
                    }
                },
                "inventory-script-output");
        reader.setDaemon(true);
        reader.start();
        return bytes;
    }
}
