package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.k3sdeploy.ErrorCatalogue;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of channels and downloads, by a server over TLS; see docs/errors.md. */
class DownloadErrorsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path cache;

    private ReleaseFixture at;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(cache);
        at.server.on(
                ReleaseFixture.CHANNELS,
                TestAnswer.text(
                        "{\"data\": [{\"name\": \"stable\", \"latest\": \"v1.33.5+k3s1\"}, {\"name\": \"latest\", \"latest\": \"v1.34.1+k3s1\"}]}"));
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private static void shows(String id, ThrowingCallable doing) {
        ErrorCatalogue.shows(id, Objects.requireNonNull(catchThrowableOfType(K3sDeployException.class, doing)));
    }

    @Test
    void channelsAndVersionsThatDoNotExist() {
        shows("unknown-channel", () -> at.releases().resolve("stabel"));
        at.server.on(ReleaseFixture.SUMS, TestAnswer.status(404));
        shows("unknown-version", at::binary);
    }

    @Test
    void serversThatRefuse() {
        at.server.on(ReleaseFixture.SUMS, TestAnswer.status(403));
        shows("download-refused", at::binary);
    }

    @Test
    void aLoginPageInPlaceOfAFile() {
        at.server.on(ReleaseFixture.SUMS, TestAnswer.html("<html><body>Please log in</body></html>"));
        shows("login-page", at::binary);
    }

    @Test
    void aFileThatIsNotWhatItsChecksumSays() {
        at.storage.on("/k3s", TestAnswer.bytes(new byte[300_000]));
        shows("wrong-checksum", at::binary);
    }

    @Test
    void aCertificateThatNobodyKnows() {
        shows("unknown-certificate", () -> at.untrusting().resolve("stable"));
    }
}
