package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
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
        Path file = elf(ElfFixture.ARM64);

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

    /** Its start alone would be given to a shell, which takes what comes for commands. */
    @Test
    void aPartOfABinaryIsRefusedAndNotStarted() throws IOException {
        byte[] whole = ElfFixture.program(ElfFixture.AMD64);
        byte[] trap = (">" + folder.resolve("trap") + "\n").getBytes(StandardCharsets.UTF_8);
        for (int length : new int[] {20, 63, 64, 119, whole.length - 1}) {
            unusable(executable(Arrays.copyOf(whole, length)), "a part of one");
        }
        byte[] withTrap = Arrays.copyOf(whole, 20 + trap.length);
        System.arraycopy(trap, 0, withTrap, 20, trap.length);
        unusable(executable(withTrap), "a part of one");
        assertThat(folder.resolve("trap")).doesNotExist();

        Path file = executable(whole);
        assertThat(LocalBinary.open(file, WANTED, folder).architecture()).contains(Architecture.AMD64);
        assertThatThrownBy(() -> LocalBinary.open(file, NOTHING_WANTED, folder))
                .hasMessageContaining("does not run or does not tell it");
    }

    /** Of 32 bits: another header. */
    @Test
    void aBinaryOf32BitsIsReadToo() throws IOException {
        byte[] program = new byte[90];
        ByteBuffer file = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
        file.putShort(16, (short) 2).putShort(18, (short) 40).putInt(28, 52).putShort(42, (short) 32);
        file.putShort(44, (short) 1).putInt(52, 1).putInt(56, 0).putInt(68, 90);

        assertThat(LocalBinary.open(file(program), WANTED, folder).architecture())
                .contains(Architecture.ARMHF);
        unusable(file(Arrays.copyOf(program, 89)), "a part of one");
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
        return executable(
                ("#!/bin/sh\n[ \"$1\" = --version ] || exit 9\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Path executable(byte[] content) throws IOException {
        return Files.setPosixFilePermissions(file(content), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path elf(int machine) throws IOException {
        return file(ElfFixture.program(machine));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("k3s"), content);
    }
}
