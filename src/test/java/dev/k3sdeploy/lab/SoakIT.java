package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same cluster up and down, fifty times in a row: nothing adds up, on neither side. What it printed last is in docs/faults.md. */
@Tag("long")
class SoakIT {
    private static final int ROUNDS = Soak.ROUNDS;

    private static final String FIGURES = """
            echo "$(ps -e --no-headers | wc -l) processes, $(ls /proc/[0-9]*/fd 2>/dev/null | wc -l) open files,\
             $(ss -Htn state established | wc -l) connections, $(find / -xdev -type f | wc -l) files"
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    @AfterEach
    void machinesAreFreshAgain() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
        Remains.none(LAB.all());
    }

    private static LabState onceUpAndDown(ControlSide control) throws InterruptedException {
        command(control, "up");
        command(control, "down", "--yes");
        return LabState.of(LAB.all());
    }

    private static void command(ControlSide control, String... words) throws InterruptedException {
        try (CommandProcess process = control.start(LAB.inventory(), words)) {
            assertThat(process.exitCode()).as("%s", process.text()).isZero();
        }
    }

    private static void figures(String when) {
        LAB.all().forEach(host -> System.out.println(when + ", " + host + ": " + host.sh(FIGURES)));
    }

    @Test
    void inOneProcess(@TempDir Path folder) throws IOException, InterruptedException {
        ControlSide control = LAB.control();
        LabState first = onceUpAndDown(control);
        figures("before " + ROUNDS + " rounds in one process");

        List<String> rounds = Soak.program(
                folder,
                ROUNDS,
                List.of(
                        control.work().toString(),
                        control.folder().resolve("home").toString(),
                        Lab.simulator().toString()));

        figures("after");
        assertThat(first.lastingDifferencesTo(LabState.of(LAB.all()))).isEmpty();
        Soak.addsNothingUp(rounds);
    }

    @Test
    void byTheCommand(@TempDir Path temporary) throws IOException, InterruptedException {
        ControlSide control = LAB.control()
                .with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary)
                .with("TMPDIR", temporary.toString());
        LabState first = onceUpAndDown(control);
        figures("before " + ROUNDS + " rounds of commands");
        long home = files(control.folder().resolve("home"), 20);

        for (int round = 1; round <= ROUNDS; round++) {
            command(control, "up");
            command(control, "down", "--yes");
        }

        figures("after");
        System.out.println("logs kept: " + files(control.work().resolve(".k3s/logs"), 1));
        assertThat(first.lastingDifferencesTo(LabState.of(LAB.all()))).isEmpty();
        assertThat(temporary).isEmptyDirectory();
        assertThat(files(control.folder().resolve("home"), 20)).isEqualTo(home);
    }

    private static long files(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.count();
        }
    }
}
