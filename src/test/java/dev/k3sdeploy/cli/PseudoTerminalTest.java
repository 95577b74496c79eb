package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.remote.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a person starts it, on terminals of several widths; its machine answers when the test lets it. */
@SuppressWarnings("NullAway.Init")
@Timeout(180)
class PseudoTerminalTest {
    private static final String WAITS = "  far    1/1  Remove K3S";

    @TempDir
    private Path folder;

    private final List<Socket> held = Collections.synchronizedList(new ArrayList<>());
    private ServerSocket machine;

    @BeforeEach
    void aMachineThatSaysNothing() throws IOException {
        assumeTrue(TmuxTerminal.possible(), "no tmux here: apt-get install tmux");
        machine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(this::accept, "a machine that says nothing");
        accepting.setDaemon(true);
        accepting.start();
        Typed.file(
                folder,
                "inv.yml",
                "k3s_master: {hosts: {far: {ansible_host: 127.0.0.1, ansible_port: " + machine.getLocalPort()
                        + ", ansible_ssh_timeout: 120, ansible_ssh_retries: 0}}}");
    }

    private void accept() {
        try {
            while (true) {
                held.add(machine.accept());
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** From now on nobody is there. */
    @AfterEach
    void theMachineIsGone() throws IOException {
        if (machine != null) {
            machine.close();
            for (Socket socket : List.copyOf(held)) {
                socket.close();
            }
        }
    }

    private TmuxTerminal down(int columns, String environment, String... options) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = Shell.join(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder,
                "-Djdk.console=java.base",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.k3sdeploy.cli.Main",
                "down",
                "--yes",
                "-i",
                "inv.yml");
        return TmuxTerminal.start(
                folder,
                columns,
                24,
                "export K3SDEPLOY_LANG=en; " + environment + " " + command + " " + Shell.join(options)
                        + "; echo \"exit $?\"; stty -a | grep -o ' echo ' | tr ' ' =");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 200})
    void whatAMachineIsAtStandsBelowTheLines(int columns) throws Exception {
        try (TmuxTerminal terminal = down(columns, "")) {
            String screen = terminal.await(text -> text.matches("(?s).*Remove K3S +\\d+ s.*"));
            assertThat(screen.lines().toList().subList(1, 4))
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("PLAY [Remove the servers] far"),
                            line -> assertThat(line).matches("Remove the servers {2}\\d+ s"),
                            line -> assertThat(line).matches(WAITS + " {2}\\d+ s.*"));
        }
    }

    @Test
    void atTheEndOnlyTheLinesAreLeft() throws Exception {
        try (TmuxTerminal terminal = down(80, "")) {
            terminal.await(text -> text.contains(WAITS));

            theMachineIsGone();
            String last = terminal.await(text -> text.contains("=echo="));
            assertThat(last)
                    .contains("  unreachable: [far] Remove K3S", "\nPLAY RECAP", "exit 4\n=echo=")
                    .doesNotContain(WAITS)
                    .containsOnlyOnce("PLAY [Remove the servers] far");
        }
    }

    @ParameterizedTest
    @CsvSource({"40,''", "80,env NO_COLOR=1", "80,env TERM=dumb"})
    void whereNothingCanOrShallBeDrawnThereAreLinesAlone(int columns, String environment) throws Exception {
        try (TmuxTerminal terminal = down(columns, environment)) {
            terminal.await(text -> text.contains("PLAY ["));
            Thread.sleep(1200); // more than a view needs to open a terminal and to draw
            assertThat(terminal.screen()).isEqualTo("\nPLAY [Remove the servers] far");
        }
    }

    @Test
    void anotherWidthIsFollowed() throws Exception {
        try (TmuxTerminal terminal = down(200, "")) {
            terminal.await(text -> text.contains(WAITS));
            terminal.resize(70, 24);
            Thread.sleep(800);
            String screen = terminal.screen();
            assertThat(screen).containsOnlyOnce(WAITS);
            assertThat(screen.lines()).allMatch(line -> line.length() <= 70);
        }
    }

    /** The machine's silence would last for two minutes. */
    @Test
    void afterCtrlCTheTerminalIsAsItWas() throws Exception {
        try (TmuxTerminal terminal = down(80, "")) {
            terminal.await(text -> text.contains(WAITS));
            terminal.type("C-c");
            String last = terminal.await(text -> text.contains("=echo="));
            assertThat(last)
                    .contains("Interrupted: letting the running steps end", "exit 130\n=echo=")
                    .doesNotContain(WAITS);
        }
    }
}
