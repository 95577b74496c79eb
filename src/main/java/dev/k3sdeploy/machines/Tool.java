package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program of this machine's, as {@code docker}.
 *
 * @param name to say and to call
 * @param folder to call it in; empty for the one that k3sdeploy runs in
 * @param environment variables beyond this process's own
 */
record Tool(String name, Optional<Path> folder, Map<String, String> environment) {
    private static final long DEADLINE_SECONDS = 120;

    Tool(String name) {
        this(name, Optional.empty(), Map.of());
    }

    /**
     * How a call ended.
     *
     * @param text its standard output
     */
    record Answer(int exitStatus, String text, String errors) {}

    /** @throws K3sDeployException when there is no such program, or it does not end */
    Answer call(List<String> arguments) {
        Path errors = temporaryFile();
        try {
            Process process = start(builder(words(arguments)).redirectError(errors.toFile()));
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new K3sDeployException(
                        "`" + String.join(" ", words(arguments)) + "` did not end within " + DEADLINE_SECONDS + " s",
                        "");
            }
            return new Answer(
                    process.exitValue(), text, Files.readString(errors).strip());
        } catch (IOException e) {
            throw notRun(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            deleteQuietly(errors);
        }
    }

    /**
     * Runs a call that may take as long as it likes: a box of Vagrant's comes over the network. The program hears Ctrl-C
     * by itself.
     *
     * @param lines hears each line of both outputs
     * @return the exit status
     */
    int follow(List<String> arguments, Consumer<String> lines) {
        try {
            Process process = start(builder(words(arguments)).redirectErrorStream(true));
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(lines);
            }
            return process.waitFor();
        } catch (IOException e) {
            throw notRun(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private List<String> words(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(name));
        words.addAll(arguments);
        return words;
    }

    private ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.map(Path::toFile).orElse(null));
        builder.environment().putAll(environment);
        return builder;
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private K3sDeployException notRun(IOException e) {
        return new K3sDeployException("Cannot run " + name + ": " + e.getMessage(), "Is it installed?", e);
    }

    private K3sDeployException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new K3sDeployException("Interrupted while waiting for " + name, "", e);
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
