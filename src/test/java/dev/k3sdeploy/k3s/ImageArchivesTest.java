package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Bytes;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.task.Sums;
import dev.k3sdeploy.task.UploadedFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives of images on a machine with a real shell. */
@SuppressWarnings("NullAway.Init")
class ImageArchivesTest {
    private static final String FOLDER = "/var/lib/rancher/k3s/agent/images/";
    private static final String STARTED = "/run/k3sdeploy/k3s-agent.started";

    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder);
    }

    private record Release(List<UploadedFile.Source> archives) implements Binaries {
        @Override
        public UploadedFile.Source forMachine(String machine) {
            throw new AssertionError("nobody asked for the binary");
        }

        @Override
        public List<UploadedFile.Source> images(String machine) {
            assertThat(machine).isNotEmpty();
            return archives;
        }
    }

    private static UploadedFile.Source archive(String name, String content) {
        return new UploadedFile.Source(name, new Bytes(content), Sums.sha256(content));
    }

    private Outcome run(UploadedFile.Source... archives) {
        return TaskTrial.on(() -> machine).run(new ImageArchives(Nodes.agent().spec(), new Release(List.of(archives))));
    }

    @Test
    void theyAreBroughtOnce() {
        Outcome first = run(archive("a.tar.zst", "one"), archive("b.tar", "two"));

        assertThat(first).hasToString("Changed[diff=Diff[summary=a.tar.zst: new; b.tar: new, changes=[]]]");
        assertThat(machine.read(FOLDER + "a.tar.zst")).isEqualTo("one");
        assertThat(run(archive("a.tar.zst", "one"), archive("b.tar", "two")))
                .isEqualTo(new Outcome.Ok("they are there: a.tar.zst, b.tar"));
    }

    @Test
    void onlyWhatDiffersIsSent() {
        run(archive("a.tar.zst", "one"), archive("b.tar", "two"));
        UploadedFile.Source unsent = new UploadedFile.Source(
                "a.tar.zst",
                new Content() {
                    @Override
                    public long size() {
                        return 3;
                    }

                    @Override
                    public InputStream open() {
                        throw new AssertionError("it is there already");
                    }
                },
                Sums.sha256("one"));

        assertThat(run(unsent, archive("b.tar", "three"))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(FOLDER + "b.tar")).isEqualTo("three");
    }

    @Test
    void anUpgradeRemovesTheOldOneAndLeavesWhatOthersBrought() {
        run(archive("a.tar.gz", "old"));
        machine.file(FOLDER + "theirs.tar", "theirs");

        Outcome upgrade = run(archive("a.tar.zst", "new"));

        assertThat(upgrade).asString().contains("a.tar.zst: new; a.tar.gz: remove it");
        assertThat(machine.has(FOLDER + "a.tar.gz")).isFalse();
        assertThat(machine.read(FOLDER + "theirs.tar")).isEqualTo("theirs");
        assertThat(run(archive("a.tar.zst", "new"))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void withoutAFolderOursGoAndTheOthersStay() {
        run(archive("a.tar", "ours"));
        machine.file(FOLDER + "theirs.tar", "theirs");

        assertThat(run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has(FOLDER + "a.tar")).isFalse();
        assertThat(machine.has(FOLDER + "theirs.tar")).isTrue();
        assertThat(run()).isEqualTo(new Outcome.Ok("none are wanted: images come from registries"));
    }

    @Test
    void aRunThatDiedAfterItsNoteIsTakenUp() {
        machine.file("/var/lib/k3sdeploy/images", "a.tar.gz\na.tar.zst\n").file(FOLDER + "a.tar.gz", "old");

        assertThat(run(archive("a.tar.zst", "new"))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has(FOLDER + "a.tar.gz")).isFalse();
        assertThat(machine.read("/var/lib/k3sdeploy/images")).isEqualTo("a.tar.zst\n");
    }

    @Test
    void aK3sThatLooksAtItsStartOnlyIsToBeRestarted() {
        machine.program("/usr/local/bin/k3s", "echo 'k3s version v1.28.4+k3s2 (abc)'")
                .file(STARTED, "/usr/local/bin/k3s 1\n");

        run(archive("a.tar", "new"));

        assertThat(machine.read(STARTED)).isEqualTo("/usr/local/bin/k3s 1\nimage archives\n");
    }

    @Test
    void aK3sThatWatchesTheFolderIsNot() {
        machine.program("/usr/local/bin/k3s", "echo 'k3s version v1.33.5+k3s1 (abc)'")
                .file(STARTED, "/usr/local/bin/k3s 1\n");

        run(archive("a.tar", "new"));

        assertThat(machine.read(STARTED)).isEqualTo("/usr/local/bin/k3s 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "v1.28.15+k3s1, false", "v1.29.12+k3s1, false", "v1.29.13+k3s1, true", "v1.30.8+k3s1, false",
        "v1.30.9+k3s1, true", "v1.31.4+k3s1, false", "v1.31.5+k3s1, true", "v1.32.0+k3s1, true"
    })
    void theVersionsThatWatchTheFolder(String version, boolean watches) {
        assertThat(ImageArchives.importsAtAnyTime(K3sVersion.parse(version))).isEqualTo(watches);
    }
}
