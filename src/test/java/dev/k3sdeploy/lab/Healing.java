package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a run that ended in its middle may leave: nothing that the next plain {@code up} does not put right. */
final class Healing {
    /** Half files, the note of a step that is under way, a binary that waits for its turn, a lock that is held. */
    private static final String HALF_DONE = """
            find / -xdev \\( -path /proc -o -path /sys \\) -prune -o -name '*k3sdeploy-part*' -print
            ls -d /var/lib/k3sdeploy/rolling /usr/local/bin/k3s.next 2>/dev/null
            flock -w 10 /run/k3sdeploy.lock true || echo 'the lock is held'
            """;

    private final LabHosts lab;

    Healing(LabHosts lab) {
        this.lab = lab;
    }

    /** One plain {@code up} ends well with every node Ready; the one after it has nothing to do; no half is left. */
    void byTheNextUp(ControlSide control, LabInventory inventory, List<LabHost> machines, String after) {
        JsonRun up = control.json(inventory, "up");
        assertThat(up.exitCode()).as("the up after %s: %s", after, up).isZero();
        JsonRun again = control.json(inventory, "up");
        assertThat(again.exitCode())
                .as("the second up after %s: %s", after, again)
                .isZero();
        assertThat(again.tasks("changed")).as("after %s", after).isEmpty();
        String nodes = lab.server().sh("/usr/local/bin/k3s kubectl get nodes --no-headers");
        assertThat(nodes.lines())
                .as("nodes after %s", after)
                .hasSize(machines.size())
                .allMatch(line -> line.contains(" Ready "));
        for (LabHost machine : machines) {
            assertThat(machine.sh(HALF_DONE))
                    .as("left on %s after %s", machine, after)
                    .isEmpty();
        }
        assertThat(partsHere(control)).as("left here after %s", after).isEmpty();
    }

    /** Of files that are written beside their place first. */
    private static List<Path> partsHere(ControlSide control) {
        try (Stream<Path> files = Files.walk(control.folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.part|\\.known_hosts\\d+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
