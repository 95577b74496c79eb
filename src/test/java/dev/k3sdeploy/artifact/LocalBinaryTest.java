package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBinaryTest {
    private static final Optional<K3sVersion> NOTHING_WANTED = Optional.empty();
    private static final Optional<K3sVersion> WANTED = Optional.of(K3sVersion.parse("v1.33.5+k3s1"));

    @TempDir
    Path folder;

    @Test
    void aBinaryTellsItsOwnVersion() throws IOException {
        Path file = script("echo 'k3s version v1.32.1+k3s2 (6a322f12)'; echo 'go version go1.23.4'");

        Binary binary = LocalBinary.open(file, NOTHING_WANTED, folder);

        assertThat(binary.version()).hasToString("v1.32.1+k3s2");
        assertThat(binary.origin()).isEqualTo(Binary.Origin.LOCAL_FILE);
        assertThat(binary.sha256()).isEqualTo(ReleaseFixture.sha256(Files.readAllBytes(file)));
        assertThat(binary.size()).isEqualTo(Files.size(file));
        assertThat(binary.runsOn(Architecture.ARMHF)).as("a script runs on any").isTrue();
    }

    @Test
    void aBinaryOfAnotherVersionThanTheOneAskedForIsAnError() throws IOException {
        Path file = script("echo 'k3s version v1.32.1+k3s2 (6a322f12)'");

        assertThatThrownBy(() -> LocalBinary.open(file, WANTED, folder))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining(file + " is K3S v1.32.1+k3s2, but k3s_version asks for v1.33.5+k3s1");
    }

    @Test
    void aBinaryForAnotherProcessorNeedsToBeToldItsVersion() throws IOException {
        assumeTrue(!System.getProperty("os.arch").equals("aarch64"), "here that one would run");
        Path file = elf(183);

        assertThat(LocalBinary.open(file, WANTED, folder).architecture()).contains(Architecture.ARM64);
        assertThat(LocalBinary.open(file, WANTED, folder).version()).isEqualTo(WANTED.get());
        assertThatThrownBy(() -> LocalBinary.open(file, NOTHING_WANTED, folder))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("-e k3s_version=");
    }

    @Test
    void anyOtherProgramOfThisMachineIsNotTakenForK3s() {
        Path program = Path.of("/bin/ls");
        assumeTrue(Files.isRegularFile(program), "no " + program + " here");

        assertThatThrownBy(() -> LocalBinary.open(program, NOTHING_WANTED, folder))
                .hasMessageContaining("The version of " + program + " cannot be learnt");
    }

    @Test
    void aFileThatIsNotMarkedAsExecutableIsBelievedToBeWhatTheUserSays() throws IOException {
        Path file = script("echo 'k3s version v1.32.1+k3s2 (6a322f12)'");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(LocalBinary.open(file, WANTED, folder).version()).isEqualTo(WANTED.get());
        assertThatThrownBy(() -> LocalBinary.open(file, NOTHING_WANTED, folder))
                .hasMessageContaining("chmod +x " + file);
    }

    @Test
    void aBinaryThatTakesTooLongIsSaidToBeSlowAndNotToBeNoK3s() throws IOException {
        Path file = script("exec sleep 600");
        Duration patience = Duration.ofSeconds(1);

        assertThat(LocalBinary.open(file, WANTED, folder, patience).version()).isEqualTo(WANTED.get());
        assertThatThrownBy(() -> LocalBinary.open(file, NOTHING_WANTED, folder, patience))
                .hasMessageContaining("`" + file + " --version` has not ended within 1 s")
                .hasMessageContaining("less busy");
    }

    @Test
    void whatIsNoExecutableForLinuxIsRefused() throws IOException {
        unusable(folder.resolve("absent"), "there is no such file");
        unusable(folder, "it is not a regular file");
        unusable(file("<html>Not Found</html>".getBytes(StandardCharsets.UTF_8)), "not an executable for Linux");
        unusable(file(new byte[0]), "not an executable for Linux");
        unusable(elf(22), "a processor that K3S does not run on");
    }

    private void unusable(Path file, String why) {
        assertThatThrownBy(() -> LocalBinary.open(file, WANTED, folder))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("The k3s binary " + file + " cannot be used: ")
                .hasMessageContaining(why)
                .hasMessageContaining("K3SDEPLOY_K3S");
    }

    private Path script(String body) throws IOException {
        Path file =
                file(("#!/bin/sh\n[ \"$1\" = --version ] || exit 9\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Path elf(int machine) throws IOException {
        byte[] head = new byte[64];
        head[0] = 0x7f;
        head[1] = 'E';
        head[2] = 'L';
        head[3] = 'F';
        head[18] = (byte) machine;
        return file(head);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("k3s"), content);
    }
}
