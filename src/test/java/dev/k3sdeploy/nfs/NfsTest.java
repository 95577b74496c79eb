package dev.k3sdeploy.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.task.FolderThere;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export that comes, changes and goes, with exportfs played by a script that copies what it reads. */
@SuppressWarnings("NullAway.Init")
class NfsTest {
    private static final String FILE = "/etc/exports.d/k3sdeploy.exports";
    private static final String SEED_LINE =
            "/var/nfs-data 192.168.50.0/24(rw,sync,fsid=0,no_subtree_check,no_root_squash)";

    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder)
                .program(
                        "exportfs",
                        "mkdir -p /var/lib/nfs; cat /etc/exports /etc/exports.d/*.exports 2>/dev/null | grep -v '^#'"
                                + " | sed 's/ /\\t/' >/var/lib/nfs/etab; echo \"$*\" >>/var/log/exportfs");
    }

    private static NfsServer server(String... clients) {
        return new NfsServer(TaskTrial.HOST, Optional.of("192.168.50.201"), "/var/nfs-data", List.of(clients), false);
    }

    private Outcome run(Task task) {
        return TaskTrial.on(() -> machine).run(task);
    }

    @Test
    void theExportIsTheSeedsLineInAFileOfOurs() {
        assertThat(run(new NfsExported(server("192.168.50.0/24")))).isInstanceOf(Outcome.Changed.class);

        assertThat(machine.read(FILE).lines().toList()).last().isEqualTo(SEED_LINE);
        assertThat(machine.read("/var/lib/nfs/etab")).startsWith("/var/nfs-data\t192.168.50.0/24(");
        assertThat(run(new NfsExported(server("192.168.50.0/24"))))
                .isEqualTo(new Outcome.Ok("/var/nfs-data is exported to 192.168.50.0/24"));
    }

    @Test
    void otherClientsReplaceTheFormerOnes() {
        run(new NfsExported(server("192.168.50.0/24")));

        assertThat(run(new NfsExported(server("10.0.0.0/8", "box-*.lab")))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read("/var/lib/nfs/etab"))
                .contains("10.0.0.0/8(rw", " box-*.lab(rw")
                .doesNotContain("192.168.50");
    }

    @Test
    void theLineThatAnsibleWroteWillDo() {
        machine.file("/etc/exports", SEED_LINE + "\n");

        assertThat(run(new NfsExported(server("192.168.50.0/24")))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has(FILE)).isFalse();
        assertThat(run(new NfsExported(server("192.168.50.0/24")))).isEqualTo(new Outcome.Ok("/etc/exports has it"));
    }

    @Test
    void anotherWishForTheSameFolderIsNotOverruled() {
        machine.file("/etc/exports", "/var/nfs-data  *(ro)\n");

        assertThat(TaskTrial.problem(run(new NfsExported(server("192.168.50.0/24"))))
                        .summary())
                .contains("/etc/exports has other wishes for /var/nfs-data: /var/nfs-data  *(ro)");
        assertThat(machine.has(FILE)).isFalse();
    }

    @Test
    void aRunThatDiedBeforeTheServerReadItsExportsIsHealed() {
        run(new NfsExported(server("192.168.50.0/24")));
        machine.file("/var/lib/nfs/etab", "");

        assertThat(run(new NfsExported(server("192.168.50.0/24")))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read("/var/log/exportfs")).isEqualTo("-ra\n-ra\n");
    }

    @Test
    void downStopsTheExportAndKeepsTheData() {
        run(new FolderThere("/var/lib/nfs-data", "0777"));
        machine.file("/var/lib/nfs-data/precious", "data");
        run(new NfsExported(server("192.168.50.0/24")));

        Outcome down = run(new NfsNotExported());

        assertThat(down).asString().contains("/var/nfs-data stays, with all that is in it");
        assertThat(machine.has(FILE)).isFalse();
        assertThat(machine.read("/var/lib/nfs/etab")).isEmpty();
        assertThat(machine.read("/var/lib/nfs-data/precious")).isEqualTo("data");
        assertThat(run(new NfsNotExported())).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void whoServesNothingAnyMoreExportsNothing() {
        List<NfsServer> servers = List.of(server("*"));

        assertThat(NfsPlays.elsewhere(servers, TaskTrial.HOST)).isEmpty();
        assertThat(NfsPlays.elsewhere(List.of(), TaskTrial.HOST)).containsExactly(new NfsNotExported());
        assertThat(NfsPlays.elsewhere(servers, new Target("agent"))).containsExactly(new NfsNotExported());
    }

    @Test
    void aFolderKeepsWhatIsInItAndGetsItsMode() {
        machine.file("/var/lib/shared/file", "kept");

        assertThat(run(new FolderThere("/var/lib/shared", "0777"))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.mode("/var/lib/shared")).isEqualTo("777");
        assertThat(machine.read("/var/lib/shared/file")).isEqualTo("kept");
        assertThat(run(new FolderThere("/var/lib/shared", "0777"))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aMachineWithoutAServerOfNfsIsToldWhatToInstall() {
        ScriptedSession host = new ScriptedSession()
                .onPart("command -v exportfs")
                .says("missing\n==\n")
                .and();

        assertThat(TaskTrial.problem(TaskTrial.on(host).run(new NfsExported(server("*"))))
                        .hint())
                .contains("nfs-kernel-server");
    }

    @Test
    void aNodeThatDoesNotSeeTheExportYetWaits() {
        ScriptedSession host = new ScriptedSession()
                .onPart("showmount")
                .ends(1, "", "clnt_create: RPC: Unable to receive\n")
                .and();

        Verdict verdict = TaskTrial.on(host).verdict(new NfsSeen(server("*")));

        assertThat(((Verdict.Pending) verdict).seen())
                .isEqualTo("192.168.50.201 does not show it: clnt_create: RPC: Unable to receive");
    }

    @Test
    void aNodeThatSeesItSaysSo() {
        ScriptedSession host = new ScriptedSession()
                .onPart("showmount --no-headers -e 192.168.50.201")
                .says("/var/nfs-data 192.168.50.0/24\n")
                .and();

        assertThat(TaskTrial.on(host).run(new NfsSeen(server("*"))))
                .isEqualTo(new Outcome.Ok("node-1 sees it at 192.168.50.201"));
    }

    @Test
    void theFirstNodeThatIsNoServerOfNfsLooks() {
        Target agent = new Target("agent");

        List<Play> plays = NfsPlays.up(List.of(server("*")), List.of(TaskTrial.HOST, agent), any -> true);

        assertThat(plays)
                .extracting(Play::title)
                .containsExactly("Serve a folder by NFS", "Look at the NFS exports from a node");
        assertThat(plays.get(1).tasks()).containsOnlyKeys(agent);
        assertThat(NfsPlays.up(List.of(server("*")), List.of(TaskTrial.HOST), any -> true))
                .hasSize(1);
        assertThat(NfsPlays.up(List.of(), List.of(agent), any -> true)).isEmpty();
    }
}
