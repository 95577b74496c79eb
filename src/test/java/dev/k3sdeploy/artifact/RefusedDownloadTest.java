package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.BINARY;
import static dev.k3sdeploy.artifact.ReleaseFixture.SUMS;
import static dev.k3sdeploy.artifact.ReleaseFixture.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no second try mends: it is said at once, and nothing is left behind. */
class RefusedDownloadTest {
    @TempDir
    Path cache;

    private ReleaseFixture at;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(cache);
    }

    @AfterEach
    void stop() {
        at.close();
        assertThat(at.files()).isEmpty();
    }

    @Test
    void aVersionThatDoesNotExistIsNamedWithThePageThatListsThem() {
        at.server.on(SUMS, TestAnswer.status(404));

        assertThatThrownBy(at::binary)
                .isInstanceOf(UnknownReleaseException.class)
                .hasMessageContaining("K3S " + VERSION)
                .hasMessageContaining("status 404")
                .hasMessageContaining("listed at " + at.server.url() + ":");
        assertThat(at.server.requests()).hasSize(1);
    }

    @Test
    void anArchitectureThatAVersionLacksIsNamed() {
        at.server.on(BINARY, TestAnswer.status(404));

        assertThatThrownBy(at::binary)
                .isInstanceOf(UnknownReleaseException.class)
                .hasMessageContaining("has no file k3s ");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 451})
    void aServerThatRefusesIsNotUnreachable(int status) {
        at.server.on(SUMS, TestAnswer.status(status));

        refused("refuses", "status " + status);
        assertThat(at.server.requests()).hasSize(1);
    }

    @Test
    void aLoginPageInPlaceOfTheChecksumsIsNoChecksum() {
        at.server.on(SUMS, TestAnswer.html("<html><body>Please log in to the school's network</body></html>"));

        refused("There is no checksum of k3s in " + at.server.url() + SUMS, "login page");
        assertThat(at.server.requests()).containsExactly(SUMS);
    }

    @Test
    void theChecksumOfAnotherFileIsNotTheBinarys() {
        String sum = ReleaseFixture.sha256(at.k3s);
        at.server.on(SUMS, TestAnswer.text(sum + "  k3s-arm64\n" + sum + "  old-k3s\n" + sum + "  k3s.tar\n"));

        refused("There is no checksum of k3s in");
    }

    @Test
    void anEndlessListOfChecksumsIsNotRead() {
        at.server.on(SUMS, TestAnswer.bytes(new byte[2 << 20]));

        refused("too large");
    }

    @Test
    void redirectsInACircleEnd() {
        at.server.on(BINARY, TestAnswer.redirect(at.storage.url() + "/a"));
        at.storage.on("/a", TestAnswer.redirect("/b"));
        at.storage.on("/b", TestAnswer.redirect("/a"));

        refused("redirects in a circle", at.server.url() + BINARY);
        assertThat(at.storage.requests()).hasSize(5);
    }

    @Test
    void aRedirectToAnOpenConnectionIsNotFollowed() {
        try (TestServer open = TestServer.http()) {
            open.on("/k3s", TestAnswer.bytes(at.k3s));
            at.server.on(BINARY, TestAnswer.redirect(open.url() + "/k3s"));

            refused("redirects to " + open.url() + "/k3s, which is not an https:// address");
            assertThat(open.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "https:///k3s", "https://bad host/", "ftp://localhost/k3s"})
    void aRedirectToNowhereIsNotFollowed(String location) {
        at.server.on(BINARY, TestAnswer.redirect(location));

        refused("which is not an https:// address");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() {
        assertThatThrownBy(() -> at.untrusting().binary(VERSION, Architecture.AMD64))
                .isInstanceOf(K3sDeployException.class)
                .isNotInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("No trusted TLS connection to localhost:" + at.server.port())
                .hasMessageContaining("trust store");
        assertThat(at.server.requests()).isEmpty();
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() {
        try (PortForward elsewhere = PortForward.from("127.0.0.2", at.server.port())) {
            at.source = ReleaseSource.of(at.source.channelUrl().toString(), "https://127.0.0.2:" + elsewhere.port());

            refused("No trusted TLS connection to 127.0.0.2");
        }
    }

    @Test
    void aNameThatCannotBeResolvedIsUnreachable() {
        at.source = ReleaseSource.of("https://k3s.invalid/channels", "https://k3s.invalid/download");

        assertThatThrownBy(at::binary)
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("k3s.invalid: the name cannot be resolved")
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageContaining("K3SDEPLOY_K3S");
        assertThat(at.notes).as("not tried again").isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        at.close();

        assertThatThrownBy(at::binary)
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("localhost:" + at.server.port() + ": no connection (refused");
    }

    @Test
    void anInterruptedDownloadEndsAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(at::binary).isInstanceOf(K3sDeployException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void refused(String... parts) {
        assertThatThrownBy(at::binary)
                .isInstanceOf(K3sDeployException.class)
                .isNotInstanceOf(ReleaseUnreachableException.class)
                .isNotInstanceOf(UnknownReleaseException.class)
                .hasMessageContainingAll(parts);
    }
}
