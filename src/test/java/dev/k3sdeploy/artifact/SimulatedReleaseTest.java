package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedReleaseTest {
    private static final String SCRIPT = "#!/usr/bin/python3\nVERSION = \"v1.30.0+k3s1\"  # set\nOLD_VERSION = \"x\"\n";
    private static final K3sVersion VERSION = K3sVersion.parse("v1.33.5+k3s1");

    @TempDir
    Path cache;

    @Test
    void theSimulatorClaimsTheVersionThatItIsToldTo() throws IOException {
        Binary binary = new SimulatedRelease(cache, SCRIPT).binary(VERSION);

        assertThat(binary.simulated()).isTrue();
        assertThat(binary.origin()).isEqualTo(Binary.Origin.SIMULATED);
        assertThat(binary.version()).isEqualTo(VERSION);
        assertThat(binary.file()).isExecutable();
        assertThat(Files.readString(binary.file()))
                .isEqualTo("#!/usr/bin/python3\nVERSION = \"v1.33.5+k3s1\"  # set\nOLD_VERSION = \"x\"\n");
        assertThat(binary.sha256()).isEqualTo(ReleaseFixture.sha256(Files.readAllBytes(binary.file())));
    }

    @Test
    void theSameVersionIsTheSameFileEachTime() {
        SimulatedRelease release = new SimulatedRelease(cache, SCRIPT);

        assertThat(release.binary(VERSION)).isEqualTo(release.binary(VERSION));
    }

    @Test
    void anOlderSimulatorInTheCacheIsReplaced() throws IOException {
        Binary older = new SimulatedRelease(cache, SCRIPT + "# older\n").binary(VERSION);
        new SimulatedRelease(cache, SCRIPT).binary(VERSION);

        assertThat(Files.readString(older.file())).doesNotContain("older");
    }

    @Test
    void itNeverStandsWhereTheReleasesAre() {
        new SimulatedRelease(cache, SCRIPT).binary(VERSION);

        assertThat(new ReleaseCache(cache).versions(Architecture.AMD64)).isEmpty();
        assertThat(new ReleaseCache(cache).verified(VERSION, Architecture.AMD64))
                .isEmpty();
    }

    @Test
    void itsOwnVersionIsTheOneInItsText() {
        assertThat(new SimulatedRelease(cache, SCRIPT).version()).hasToString("v1.30.0+k3s1");
    }

    @Test
    void aScriptWithoutAVersionIsABug() {
        assertThatThrownBy(() -> new SimulatedRelease(cache, "#!/bin/sh\n").binary(VERSION))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLabsSimulatorCanBeRendered() throws IOException {
        assumeTrue(SimulatedRelease.class.getResource("/lab/simulator/k3s") != null, "built without lab/simulator");

        Binary binary = new SimulatedRelease(cache).binary(VERSION);

        assertThat(Files.readString(binary.file())).startsWith("#!").contains("VERSION = \"" + VERSION + "\"");
    }
}
