package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.BINARY;
import static dev.k3sdeploy.artifact.ReleaseFixture.SUMS;
import static dev.k3sdeploy.artifact.ReleaseFixture.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.artifact.Binary.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryDownloadTest {
    private static final String[] BOTH_FILES = {
        "releases/v1.33.5+k3s1/amd64/k3s", "releases/v1.33.5+k3s1/amd64/sha256sum-amd64.txt"
    };

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
    }

    @Test
    void aBinaryIsDownloadedThroughARedirectToAnotherServerAndVerified() throws IOException {
        Binary binary = at.binary();

        assertThat(binary.origin()).isEqualTo(Origin.DOWNLOADED);
        assertThat(binary.sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
        assertThat(binary.size()).isEqualTo(at.k3s.length);
        assertThat(binary.file()).isEqualTo(at.cachedBinary()).isExecutable();
        assertThat(Files.readAllBytes(binary.file())).isEqualTo(at.k3s);
        assertThat(binary.simulated()).isFalse();
        assertThat(at.files()).containsExactly(BOTH_FILES);
        assertThat(at.received).isSorted().endsWith((long) at.k3s.length);
    }

    @Test
    void theAddressOfAVersionWritesItsPlusAsPercent2B() {
        at.binary();

        assertThat(at.server.requests()).containsExactly(SUMS, BINARY);
    }

    @Test
    void aPinnedAndCachedVersionNeedsNoNetworkAtAll() {
        at.binary();
        at.close();

        Binary again = at.binary();

        assertThat(again.origin()).isEqualTo(Origin.CACHED);
        assertThat(again.sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
    }

    @Test
    void whatIsInTheCacheCanBeAskedForWithoutTheNetwork() {
        assertThat(at.releases().cached(VERSION, Architecture.AMD64)).isEmpty();
        assertThat(at.server.requests()).isEmpty();

        at.binary();

        assertThat(at.releases().cached(VERSION, Architecture.AMD64)).isPresent();
        assertThat(at.releases().cached(VERSION, Architecture.ARM64)).isEmpty();
    }

    @Test
    void eachArchitectureHasItsOwnFilesAndChecksums() {
        at.server.on(ReleaseFixture.FOLDER + "k3s-arm64", TestAnswer.bytes(at.k3s));
        at.server.on(
                ReleaseFixture.FOLDER + "sha256sum-arm64.txt",
                TestAnswer.text(ReleaseFixture.sha256(at.k3s) + "  k3s-arm64\n"));

        Binary binary = at.releases().binary(VERSION, Architecture.ARM64);

        assertThat(binary.file()).endsWith(Path.of("v1.33.5+k3s1", "arm64", "k3s-arm64"));
        assertThat(binary.runsOn(Architecture.ARM64)).isTrue();
        assertThat(binary.runsOn(Architecture.AMD64)).isFalse();
    }

    @Test
    void aDamagedFileInTheCacheIsFetchedAgain() throws IOException {
        at.binary();
        byte[] damaged = at.k3s.clone();
        damaged[1000] ^= 1;
        Files.write(at.cachedBinary(), damaged);

        Binary again = at.binary();

        assertThat(again.origin()).isEqualTo(Origin.DOWNLOADED);
        assertThat(Files.readAllBytes(again.file())).isEqualTo(at.k3s);
        assertThat(at.notes).anyMatch(note -> note.contains("damaged"));
    }

    @Test
    void aDamagedFileIsNotUsedWhenNothingElseCanBeHad() throws IOException {
        at.binary();
        Files.write(at.cachedBinary(), new byte[10]);
        at.close();

        assertThatThrownBy(at::binary).isInstanceOf(ReleaseUnreachableException.class);
    }

    @Test
    void aDamagedChecksumFileIsFetchedAgain() throws IOException {
        at.binary();
        Files.writeString(at.cachedBinary().resolveSibling("sha256sum-amd64.txt"), "");

        assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
        assertThat(at.binary().origin()).isEqualTo(Origin.CACHED);
    }

    @Test
    void whatAKilledRunLeftBehindIsRemoved() throws IOException {
        Files.createDirectories(at.cachedBinary().getParent());
        Files.write(at.cachedBinary().resolveSibling("k3s-123.part"), new byte[1000]);

        at.binary();

        assertThat(at.files()).containsExactly(BOTH_FILES);
    }

    @Test
    void plainHttpIsFineWhereTheUserAskedForIt() {
        try (TestServer mirror = TestServer.http()) {
            mirror.on("/k3s/v1.33.5%2Bk3s1/sha256sum-amd64.txt", TestAnswer.text(ReleaseFixture.sums(at.k3s)));
            mirror.on("/k3s/v1.33.5%2Bk3s1/k3s", TestAnswer.redirect("/moved"));
            mirror.on("/moved", TestAnswer.bytes(at.k3s));
            at.source = ReleaseSource.of(mirror.url(), mirror.url() + "/k3s/");

            assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
        }
    }
}
