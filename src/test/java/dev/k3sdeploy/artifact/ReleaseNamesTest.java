package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of a release's files, and the addresses that they have. */
class ReleaseNamesTest {
    private static final String A = "a".repeat(64);
    private static final String B = "B".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "x86_64, AMD64, k3s, sha256sum-amd64.txt, k3s-airgap-images-amd64.tar.zst",
        "amd64, AMD64, k3s, sha256sum-amd64.txt, k3s-airgap-images-amd64.tar.zst",
        "aarch64, ARM64, k3s-arm64, sha256sum-arm64.txt, k3s-airgap-images-arm64.tar.zst",
        "arm64, ARM64, k3s-arm64, sha256sum-arm64.txt, k3s-airgap-images-arm64.tar.zst",
        "armv7l, ARMHF, k3s-armhf, sha256sum-arm.txt, k3s-airgap-images-arm.tar.zst"
    })
    void anArchitectureNamesItsFiles(
            String machine, Architecture architecture, String binary, String sums, String zst) {
        assertThat(Architecture.of(machine + "\n")).isEqualTo(architecture);
        assertThat(architecture.binaryName()).isEqualTo(binary);
        assertThat(architecture.checksumFile()).isEqualTo(sums);
        assertThat(architecture.imageArchives()).first().isEqualTo(zst);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s390x", "i686", "riscv64", ""})
    void anArchitectureWithoutReleasesIsAnError(String machine) {
        assertThatThrownBy(() -> Architecture.of(machine))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("«" + machine + "»");
    }

    @Test
    void onlyTheWholeNameOfAFileHasItsChecksum() {
        Checksums sums = new Checksums(A + "  k3s-airgap-images-amd64.tar\r\n" + A + "  k3s-arm64\n" + A + "  my-k3s\n"
                + A + "  k3s.old\nnot a line\n" + B + " *k3s\n");

        assertThat(sums.of("k3s")).contains(B.toLowerCase(Locale.ROOT));
        assertThat(sums.of("k3s-arm64")).contains(A);
        assertThat(sums.of("k3s-airgap-images-amd64.tar")).contains(A);
        assertThat(sums.of("k3s-armhf")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>k3s</html>", "aaaa  k3s", "k3s"})
    void aTextThatIsNoListHasNoChecksum(String text) {
        assertThat(new Checksums(text).of("k3s")).isEmpty();
    }

    @Test
    void theOfficialAddressesAreK3ssOwn() {
        ReleaseSource official = ReleaseSource.OFFICIAL;

        assertThat(official.channel("stable")).hasToString("https://update.k3s.io/v1-release/channels/stable");
        assertThat(official.file(K3sVersion.parse("v1.33.5+k3s1"), "k3s"))
                .hasToString("https://github.com/k3s-io/k3s/releases/download/v1.33.5%2Bk3s1/k3s");
        assertThat(official.releasesPage()).isEqualTo("https://github.com/k3s-io/k3s/releases");
    }

    @ParameterizedTest
    @CsvSource({
        "mirror.example/k3s, needs https://",
        "ftp://mirror.example/k3s, needs https://",
        "https:///k3s, needs https://",
        "file:///k3s, needs https://",
        "https://mirror.example/k3s?x=y, query",
        "https://mirror.example/{{ version }}, no URL",
        "'', needs https://"
    })
    void anAddressThatCannotBeUsedNamesItsVariable(String url, String why) {
        assertThatThrownBy(() -> ReleaseSource.of("https://update.k3s.io/v1-release/channels", url))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("k3s_release_url = " + url)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> ReleaseSource.of(url, "https://mirror.example/k3s"))
                .hasMessageContaining("k3s_channel_url = " + url);
    }

    @Test
    void aPasswordInAnAddressIsRefusedWithoutBeingShown() {
        assertThatThrownBy(
                        () -> ReleaseSource.of("https://me:hunter2@mirror.example/k3s", "https://mirror.example/k3s"))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("not supported")
                .hasMessageNotContaining("hunter2");
    }
}
