package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where things are on this machine. */
class ControlMachineTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void pathsAreRelativeToTheWorkingDirectoryOrTheHome() {
        ControlMachine here = here(Map.of());

        assertThat(here.path("a/../b")).isEqualTo(Path.of("/some/dir/b"));
        assertThat(here.path("/abs")).isEqualTo(Path.of("/abs"));
        assertThat(here.path("~")).isEqualTo(HOME);
        assertThat(here.path("~/x")).isEqualTo(HOME.resolve("x"));
        assertThat(here.path("~other/x")).isEqualTo(Path.of("/some/dir/~other/x"));
    }

    @Test
    void cacheAndDataFollowTheXdgVariables() {
        assertThat(here(Map.of()).cache()).isEqualTo(HOME.resolve(".cache/k3sdeploy"));
        assertThat(here(Map.of("XDG_CACHE_HOME", "/c")).cache()).isEqualTo(Path.of("/c/k3sdeploy"));
        assertThat(here(Map.of("XDG_CACHE_HOME", "")).cache()).isEqualTo(HOME.resolve(".cache/k3sdeploy"));
        assertThat(here(Map.of()).data()).isEqualTo(HOME.resolve(".local/share/k3sdeploy"));
        assertThat(here(Map.of("XDG_DATA_HOME", "/d")).knownHosts()).isEqualTo(Path.of("/d/k3sdeploy/known_hosts"));
    }

    @Test
    void aRelativeXdgPathIsIgnoredAsTheSpecificationSays() {
        assertThat(here(Map.of("XDG_CACHE_HOME", "cache")).cache()).isEqualTo(HOME.resolve(".cache/k3sdeploy"));
    }

    private static ControlMachine here(Map<String, String> environment) {
        return new ControlMachine(Path.of("/some/dir"), HOME, "ada", environment);
    }
}
