package dev.k3sdeploy.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LoginKeyTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void clustersThatAreMadeAtOnceGetOneKey(@TempDir Path folder) {
        Path key = folder.resolve("new/lab_ed25519");
        List<String> lines = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> LoginKey.publicLine(key))
                .toList();
        assertThat(lines).doesNotContain("").containsOnly(LoginKey.publicLine(key));
    }
}
