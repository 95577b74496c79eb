package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.BINARY;
import static dev.k3sdeploy.artifact.ReleaseFixture.SUMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.artifact.Binary.Origin;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and networks that fail half-way. */
class BrokenDownloadTest {
    private static final String TAG = "\"one\"";

    @TempDir
    Path cache;

    private ReleaseFixture at;
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void start() {
        at = new ReleaseFixture(cache);
    }

    @AfterEach
    void stop() {
        end.countDown();
        at.close();
    }

    @Test
    void aCutDownloadGoesOnWhereItEnded() {
        at.storage.on("/k3s", TestAnswer.cut(at.k3s, 100_000, TAG), TestAnswer.resumable(at.k3s, TAG));

        assertThat(at.binary().sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
        assertThat(at.storage.requests()).hasSize(2).first().isEqualTo("/k3s");
        assertThat(at.storage.requests().get(1)).matches("/k3s bytes=[1-9]\\d*-");
        assertThat(at.received).isSorted();
    }

    @Test
    void aDownloadThatIsCutAgainAndAgainEndsAsLongAsEachTryBringsSomething() {
        TestAnswer[] cuts = new TestAnswer[7];
        Arrays.fill(cuts, TestAnswer.resumableCut(at.k3s, 50_000, TAG));
        at.storage.on("/k3s", cuts);

        assertThat(at.binary().sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
    }

    @Test
    void aFileThatChangedInBetweenIsStartedAgain() {
        byte[] older = new byte[at.k3s.length];
        at.storage.on("/k3s", TestAnswer.cut(older, 100_000, "\"zero\""), TestAnswer.resumable(at.k3s, TAG));

        assertThat(at.binary().sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"weak\"", ""})
    void withoutAStrongTagACutDownloadIsStartedAgain(String tag) {
        at.storage.on("/k3s", TestAnswer.cut(at.k3s, 100_000, tag), TestAnswer.bytes(at.k3s));

        assertThat(at.binary().sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
        assertThat(at.storage.requests()).containsExactly("/k3s", "/k3s");
    }

    @Test
    void aServerThatSendsAnotherPartThanAskedForIsAskedForTheWhole() {
        at.storage.on(
                "/k3s",
                TestAnswer.cut(at.k3s, 100_000, TAG),
                TestAnswer.part(at.k3s, 7, true),
                TestAnswer.bytes(at.k3s));

        assertThat(at.binary().sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
        assertThat(at.storage.requests()).hasSize(3).last().isEqualTo("/k3s");
    }

    @Test
    void aRangeThatTheServerRefusesIsStartedAgain() {
        at.storage.on("/k3s", TestAnswer.cut(at.k3s, 100_000, TAG), TestAnswer.status(416), TestAnswer.bytes(at.k3s));

        assertThat(at.binary().sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
    }

    @Test
    void aDownloadThatIsAlwaysCutAtTheSamePlaceFailsAndLeavesNothing() {
        at.storage.on("/k3s", TestAnswer.cut(at.k3s, 100_000, ""));

        assertThatThrownBy(at::binary)
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("the connection to localhost:" + at.storage.port() + " broke")
                .hasMessageContaining("K3SDEPLOY_K3S");
        assertThat(at.files()).isEmpty();
    }

    @Test
    void aTruncatedFileOfUnknownLengthHasTheWrongChecksum() {
        at.storage.on("/k3s", TestAnswer.chunked(Arrays.copyOf(at.k3s, 1000)));

        assertThatThrownBy(at::binary).hasMessageContaining("Wrong checksum").hasMessageContaining("(1000 bytes)");
        assertThat(at.files()).isEmpty();
    }

    @Test
    void aWrongChecksumNamesTheFileWhatWasExpectedAndWhatCame() {
        byte[] other = at.k3s.clone();
        other[0] ^= 1;
        at.storage.on("/k3s", TestAnswer.bytes(other));

        assertThatThrownBy(at::binary)
                .isInstanceOf(K3sDeployException.class)
                .isNotInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining(at.server.url() + BINARY)
                .hasMessageContaining("expected sha256 " + ReleaseFixture.sha256(at.k3s))
                .hasMessageContaining("got " + ReleaseFixture.sha256(other))
                .hasMessageContaining("Nothing of it was kept");
        assertThat(at.files()).isEmpty();
        assertThat(at.storage.requests()).as("not tried again").hasSize(1);
    }

    @Test
    void aServerThatStopsSendingIsLeftAndAskedAgain() {
        at.idle = Duration.ofMillis(300);
        at.storage.on("/k3s", TestAnswer.stall(at.k3s, 100_000, end), TestAnswer.bytes(at.k3s));

        assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
        assertThat(at.notes).anyMatch(note -> note.contains("has stopped answering"));
    }

    @Test
    void aSlowDownloadIsWaitedForAsLongAsBytesCome() {
        at.idle = Duration.ofMillis(300);
        at.storage.on("/k3s", TestAnswer.trickle(at.k3s, 12, 60));

        assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
        assertThat(at.storage.requests()).hasSize(1);
    }

    @Test
    void aDownloadThatWouldNeverEndIsGivenUp() {
        at.total = Duration.ofMillis(400);
        at.storage.on("/k3s", TestAnswer.trickle(at.k3s, 1000, 30));

        assertThatThrownBy(at::binary)
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("is too slow");
        assertThat(at.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429})
    void aBusyServerIsAskedAgain(int status) {
        at.server.on(SUMS, TestAnswer.status(status), TestAnswer.text(ReleaseFixture.sums(at.k3s)));
        at.storage.on("/k3s", TestAnswer.status(status), TestAnswer.status(status), TestAnswer.bytes(at.k3s));

        assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
        assertThat(at.server.requestsOf(BINARY))
                .as("each try follows the redirect anew")
                .isEqualTo(3);
    }

    @Test
    void aServerThatStaysBusyIsUnreachable() {
        at.server.on(SUMS, TestAnswer.status(503));

        assertThatThrownBy(at::binary)
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("status 503");
        assertThat(at.server.requests()).hasSize(3);
    }
}
