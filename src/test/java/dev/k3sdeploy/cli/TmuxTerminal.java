package dev.k3sdeploy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/** A pseudo-terminal with a program in it, and what stands on its screen, by tmux. */
record TmuxTerminal(String socket) implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    static boolean possible() {
        try {
            return new ProcessBuilder("tmux", "-V").start().onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts a shell script; at its end the screen stays. */
    static TmuxTerminal start(Path folder, int columns, int rows, String script) throws IOException {
        // A server of its own: the one before may still be ending, and would refuse a session.
        TmuxTerminal terminal =
                new TmuxTerminal("k3sdeploy-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        terminal.tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                String.valueOf(columns),
                "-y",
                String.valueOf(rows),
                "-c",
                folder.toString(),
                script + "; sleep 100");
        return terminal;
    }

    void type(String key) throws IOException {
        tmux("send-keys", key);
    }

    void resize(int columns, int rows) throws IOException {
        tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    }

    /** The lines of the screen, without the blanks at their ends and the empty lines below. */
    String screen() throws IOException {
        return tmux("capture-pane", "-p").stripTrailing();
    }

    /** The first screen that is as wanted. */
    String await(Predicate<String> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        String screen = screen();
        while (!wanted.test(screen)) {
            Assertions.assertThat(System.nanoTime())
                    .as("waiting; on the screen:\n%s", screen)
                    .isLessThan(deadline);
            Thread.sleep(50);
            screen = screen();
        }
        return screen;
    }

    private String tmux(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("tmux", "-L", socket));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "TMUX"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assertions.assertThat(process.onExit().join().exitValue())
                .as("%s: %s", command, said)
                .isZero();
        return said;
    }

    @Override
    public void close() throws IOException {
        tmux("kill-server");
    }
}
