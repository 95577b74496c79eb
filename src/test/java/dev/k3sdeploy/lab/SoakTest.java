package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link SoakIT}, on a machine without containers. What it printed last is in docs/faults.md. */
@Tag("long")
class SoakTest {
    /** When the number of processes has stayed for three seconds: those of a run's session end after it, on a busy machine. */
    private static final String FIGURES = """
            last= same=0
            for i in $(seq 600); do
              now=$(ps -e --no-headers | wc -l)
              if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0; fi
              [ $same -lt 30 ] || break
              last=$now; sleep 0.1
            done
            echo "$(ps -e --no-headers | wc -l) processes, $(find /etc /usr/local /var/lib /var/log | wc -l) files,\
             $(grep -c -e kubelet -e /run/k3s -e cni- /proc/self/mounts) mounts, $(ip -o link | wc -l) links"
            """;

    @Test
    void nothingAddsUp(@TempDir Path folder) throws IOException, InterruptedException {
        try (BootedCluster booted = BootedCluster.boot(folder, 1)) {
            booted.cluster().up().orThrow();
            booted.cluster().down().orThrow();
            String before = booted.server().sh(FIGURES);

            List<String> said = Soak.program(folder, Soak.ROUNDS, booted.address(Lab.simulator()));

            System.out.println(said.get(0) + "\n" + said.get(said.size() - 1) + "\n" + before);
            assertThat(booted.server().sh(FIGURES)).isEqualTo(before);
            Soak.addsNothingUp(said);
        }
    }
}
