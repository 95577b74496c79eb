package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of this machine's, as {@code docker}.
 *
 * @param name to say and to call
 * @param folder to call it in; empty for the one that k3sdeploy runs in
 */
record Tool(String name, Optional<Path> folder) {
    private static final long DEADLINE_SECONDS = 120;
    private static final List<String> ENDINGS = List.of("", ".exe", ".cmd", ".bat");

    Tool(String name) {
        this(name, Optional.empty());
    }

    /** Whether one of the folders of PATH holds such a program. */
    static Optional<Path> onPath(String name, String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> ENDINGS.stream().map(ending -> Path.of(folder, name + ending)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * How a call ended.
     *
     * @param text its standard output
     */
    record Answer(int exitStatus, String text, String errors) {}

    /** @throws K3sDeployException when there is no such program, or it does not end */
    Answer call(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(name));
        words.addAll(arguments);
        Path errors = temporaryFile();
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.map(Path::toFile).orElse(null))
                    .redirectError(errors.toFile())
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new K3sDeployException(
                        "`" + String.join(" ", words) + "` did not end within " + DEADLINE_SECONDS + " s", "");
            }
            return new Answer(
                    process.exitValue(), text, Files.readString(errors).strip());
        } catch (IOException e) {
            throw new K3sDeployException("Cannot run " + name + ": " + e.getMessage(), "Is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("Interrupted while waiting for " + name, "", e);
        } finally {
            deleteQuietly(errors);
        }
    }

    /** @throws K3sDeployException when the call fails, with what the program said */
    String output(List<String> arguments) {
        Answer answer = call(arguments);
        if (answer.exitStatus() != 0) {
            throw new K3sDeployException(
                    "`" + name + " " + arguments.get(0) + "` ended with status " + answer.exitStatus() + ": "
                            + answer.errors(),
                    "The whole command: " + name + " " + String.join(" ", arguments));
        }
        return answer.text();
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("k3sdeploy", ".err");
        } catch (IOException e) {
            throw new K3sDeployException("Cannot write to the folder for temporary files: " + e, "", e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
