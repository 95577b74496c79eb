package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Bytes;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.task.UploadedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where the wanted K3S goes. */
class K3sBinaryTest {
    private static final String WANTED = "1".repeat(64);
    private static final String OTHER = "0".repeat(64);
    private static final String PLACE = "file=/usr/local/bin/k3s;";
    private static final String NEXT = "file=/usr/local/bin/k3s.next;";

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void whatIsInPlaceIsAskedForInTwoQuestions() {
        found("active", "present\n");
        host.onPart(PLACE).says(WANTED + " 755\n");

        assertThat(predict()).isInstanceOf(Outcome.Ok.class);
        assertThat(host.commands()).hasSize(2);
    }

    @Test
    void besideARunningUnitItWaits() {
        found("active", "present\n");
        host.onPart(PLACE).says(OTHER + " 755\n");
        host.onPart(NEXT).says("");
        assertThat(predict()).isEqualTo(new Outcome.WouldChange(Diff.of("new")));

        host.onPart(NEXT).says(WANTED + " 755\n");
        assertThat(predict()).isEqualTo(new Outcome.Ok("/usr/local/bin/k3s.next is k3s"));
    }

    @Test
    void withoutAUnitItGoesToItsPlace() {
        found("inactive", "present\n");
        host.onPart(PLACE).says(OTHER + " 755\n");

        assertThat(predict()).isEqualTo(new Outcome.WouldChange(Diff.of("replace it by k3s")));
    }

    @Test
    void whereThereIsNoneTheUnitRunsSomethingElseAndItGoesToItsPlace() {
        found("active", "");
        host.onPart(PLACE).says("");

        assertThat(predict()).isEqualTo(new Outcome.WouldChange(Diff.of("new")));
    }

    @Test
    void aWishThatWasTakenBackLeavesNothingWaiting() {
        found("active", "present\nwaiting\n");
        host.onPart(PLACE).says(WANTED + " 755\n");

        assertThat(predict()).isEqualTo(new Outcome.WouldChange(Diff.of("remove the one that waits beside it")));
    }

    private void found(String unit, String waiting) {
        host.onPart("uname -m").says("x86_64\n" + unit + "\n" + waiting);
    }

    private Outcome predict() {
        Binaries binaries = machine -> new UploadedFile.Source("k3s", new Bytes(""), WANTED);
        ClusterSpec cluster = Nodes.cluster(
                Path.of("/tmp/none/k3s.yaml"),
                Nodes.server().spec(),
                Nodes.of("node-2", Role.AGENT, "192.168.50.202").spec());
        return TaskTrial.on(host).predict(new K3sBinary(Nodes.server().spec(), cluster, binaries));
    }
}
