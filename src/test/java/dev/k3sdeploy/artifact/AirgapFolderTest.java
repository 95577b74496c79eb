package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.FOLDER;
import static dev.k3sdeploy.artifact.ReleaseFixture.SUMS;
import static dev.k3sdeploy.artifact.ReleaseFixture.VERSION;
import static dev.k3sdeploy.artifact.ReleaseFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder for machines without a network: how it is made, and what is taken from it. */
class AirgapFolderTest {
    private static final String ZST = "k3s-airgap-images-amd64.tar.zst";
    private static final byte[] IMAGES = "images".repeat(1000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ReleaseFixture at;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(folder.resolve("cache"));
        at.server.on(SUMS, TestAnswer.text(ReleaseFixture.sums(at.k3s) + sha256(IMAGES) + "  " + ZST + "\n"));
        at.server.on(FOLDER + ZST, TestAnswer.bytes(IMAGES));
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private Path made() {
        return folder.resolve("airgap");
    }

    private List<VerifiedFile> collect(boolean images) {
        return at.releases().collect(VERSION, Architecture.AMD64, images, made());
    }

    @Test
    void aDownloadedFolderHoldsAllThatMachinesNeed() throws IOException {
        assertThat(collect(true))
                .extracting(file -> file.path().getFileName().toString())
                .containsExactly("k3s", ZST);

        AirgapFolder made = new AirgapFolder(made());
        assertThat(made.version(Optional.empty())).isEqualTo(VERSION);
        assertThat(made.binary(Architecture.AMD64, VERSION, folder).sha256()).isEqualTo(sha256(at.k3s));
        assertThat(made.images(Architecture.AMD64, folder))
                .extracting(VerifiedFile::sha256)
                .containsExactly(sha256(IMAGES));
        assertThat(Files.readString(made().resolve("version.txt"))).isEqualTo(VERSION + "\n");
    }

    @Test
    void theSecondDownloadAsksNobody() {
        collect(true);
        at.close();

        assertThat(collect(true)).hasSize(2);
    }

    @Test
    void whatIsMissingOrDamagedIsFetchedAgainAndNothingElse() throws IOException {
        collect(true);
        Files.writeString(made().resolve(ZST), "half");
        int before = at.server.requests().size();

        collect(true);

        assertThat(at.server.requests().subList(before, at.server.requests().size()))
                .containsExactly(FOLDER + ZST);
        assertThat(Files.readAllBytes(made().resolve(ZST))).isEqualTo(IMAGES);
    }

    @Test
    void anArchiveThatIsNotWhatItsChecksumSaysIsNotKept() {
        at.server.on(FOLDER + ZST, TestAnswer.text("another"));

        assertThatThrownBy(() -> collect(true)).hasMessageContaining("Wrong checksum");
        assertThat(made().resolve(ZST)).doesNotExist();
        assertThat(made().resolve("k3s")).exists();
    }

    @Test
    void aFolderHoldsOneVersion() {
        collect(false);
        K3sVersion other = K3sVersion.parse("v1.33.6+k3s1");

        assertThatThrownBy(() -> at.releases().collect(other, Architecture.AMD64, false, made()))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("holds K3S v1.33.5+k3s1, not v1.33.6+k3s1");
        assertThatThrownBy(() -> new AirgapFolder(made()).version(Optional.of(other)))
                .hasMessageContaining("k3s_version asks for v1.33.6+k3s1");
    }

    @Test
    void withoutAnArchiveImagesMayComeFromElsewhere() {
        collect(false);

        assertThat(new AirgapFolder(made()).images(Architecture.AMD64, folder)).isEmpty();
    }

    @Test
    void anotherArchitecturesMachineIsToldWhatToDownload() {
        collect(true);

        assertThatThrownBy(() -> new AirgapFolder(made()).binary(Architecture.ARM64, VERSION, folder))
                .isInstanceOfSatisfying(K3sDeployException.class, problem -> {
                    assertThat(problem.summary()).contains("There is no k3s-arm64 in " + made());
                    assertThat(problem.hint()).contains("artifacts download --arch arm64 --images -o " + made());
                });
    }

    @Test
    void aFileThatWasDamagedOnTheWayIsNotInstalled() throws IOException {
        collect(true);
        Files.writeString(made().resolve("k3s"), "damaged");

        assertThatThrownBy(() -> new AirgapFolder(made()).binary(Architecture.AMD64, VERSION, folder))
                .hasMessageContaining("Wrong checksum of " + made().resolve("k3s"));
    }

    @Test
    void aFolderMadeByHandNeedsChecksumsAndAVersion() throws IOException {
        AirgapFolder byHand = new AirgapFolder(Files.createDirectories(folder.resolve("mine")));
        Files.writeString(byHand.path().resolve("k3s"), "#!/bin/sh\nexit 1\n");

        assertThatThrownBy(() -> byHand.version(Optional.empty())).hasMessageContaining("It is not known which K3S");
        assertThat(byHand.version(Optional.of(VERSION))).isEqualTo(VERSION);
        assertThatThrownBy(() -> byHand.binary(Architecture.AMD64, VERSION, folder))
                .isInstanceOfSatisfying(
                        K3sDeployException.class,
                        problem -> assertThat(problem.hint()).contains("sha256sum k3s >>sha256sum-amd64.txt"));
    }

    @Test
    void archivesOfTheUsersOwnGoToEveryMachine() throws IOException {
        collect(true);
        Path own = Files.createDirectories(made().resolve("images"));
        Files.writeString(own.resolve("app-1.2.tar.gz"), "app");
        Files.writeString(own.resolve("README.md"), "not an archive");

        assertThat(new AirgapFolder(made()).images(Architecture.AMD64, folder))
                .extracting(file -> file.path().getFileName().toString())
                .containsExactly(ZST, "app-1.2.tar.gz");
    }
}
