package dev.k3sdeploy.lab;

import dev.k3sdeploy.remote.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** The command as a process of its own, with its output in a file. */
record CommandProcess(Process process, Path output) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static CommandProcess start(ControlSide control, String... arguments) {
        return start(control, words(control, arguments));
    }

    /** On a terminal that script(1) makes: what it asks can be answered. */
    static CommandProcess startOnTerminal(ControlSide control, String... arguments) {
        List<String> words = new ArrayList<>(List.of("script", "-qefc"));
        words.add("exec " + Shell.join(words(control, arguments)));
        words.add("/dev/null");
        return begin(control, words);
    }

    private static List<String> words(ControlSide control, String... arguments) {
        // A shell that started the tests in the background made them ignore these signals, and children inherit that.
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT", "--default-signal=HUP"));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.add("-Duser.home=" + control.folder().resolve("home"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.k3sdeploy.cli.Main"));
        words.addAll(List.of(arguments));
        return words;
    }

    static CommandProcess start(ControlSide control, List<String> words) {
        return begin(control, words).withoutInput();
    }

    private static CommandProcess begin(ControlSide control, List<String> words) {
        try {
            Path output = Files.createTempFile(control.folder(), "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(control.work().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("K3SDEPLOY_LANG", "en");
            builder.environment().putAll(control.environment());
            builder.environment()
                    .put(
                            "XDG_CACHE_HOME",
                            control.folder().resolve("home/.cache").toString());
            builder.environment()
                    .put(
                            "XDG_DATA_HOME",
                            control.folder().resolve("home/.local/share").toString());
            return new CommandProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandProcess withoutInput() {
        try {
            process.getOutputStream().close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a line when it is asked for; earlier it would be shown. */
    void answer(String question, String line) throws InterruptedException, IOException {
        awaitText(question);
        OutputStream keyboard = process.getOutputStream();
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    String text() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitText(String wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!text().contains(wanted)) {
            Assertions.assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as("waiting for «%s» in: %s", wanted, text())
                    .isTrue();
            Thread.sleep(20);
        }
    }

    void signal(String name) {
        LocalProgram.run("kill", "-" + name, String.valueOf(process.pid()));
    }

    int exitCode() throws InterruptedException {
        Assertions.assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the command ends; so far: %s", text())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
