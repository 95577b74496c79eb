package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class K3sVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"v1.33.5+k3s1", "v1.0.0+k3s0", "v1.34.0-rc1+k3s1", "v1.27.16+k3s10", "v2.0.0-alpha.1+k3s2"})
    void aVersionIsWrittenAsItWasRead(String text) {
        assertThat(K3sVersion.parse(text)).hasToString(text);
    }

    @Test
    void itsPartsAreNumbers() {
        assertThat(K3sVersion.parse("v1.34.0-rc2+k3s3")).isEqualTo(new K3sVersion(1, 34, 0, "rc2", 3));
    }

    @Test
    void olderComesBeforeNewer() {
        List<K3sVersion> sorted = Stream.of(
                        "v1.9.10+k3s1",
                        "v1.30.0-alpha1+k3s1",
                        "v1.30.0-rc1+k3s1",
                        "v1.30.0-rc9+k3s1",
                        "v1.30.0-rc10+k3s1",
                        "v1.30.0+k3s1",
                        "v1.30.0+k3s2",
                        "v1.30.0+k3s10",
                        "v1.30.2+k3s1",
                        "v1.30.10+k3s1",
                        "v2.0.0+k3s1")
                .map(K3sVersion::parse)
                .toList();
        List<K3sVersion> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));

        assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(sorted);
    }

    @ParameterizedTest
    @CsvSource({
        "1.33.5+k3s1, v1.33.5+k3s1",
        "v1.33.5-k3s1, v1.33.5+k3s1",
        "V1.33.5+k3s1, v1.33.5+k3s1",
        "v1.34.0-rc1-k3s1, v1.34.0-rc1+k3s1"
    })
    void aNearlyRightOneIsCorrected(String text, String meant) {
        assertThatThrownBy(() -> K3sVersion.parse(text))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("«" + text + "» is not a K3S version")
                .hasMessageContaining("Did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stable",
                "v1.33",
                "v1.33.5",
                "v1.33.5+rke2r1",
                "v01.33.5+k3s1",
                "v1.33.5+k3s1 ",
                "v1.33.99999999999+k3s1",
                "v1.33.5-+k3s1",
                "v1.33.5-a/b+k3s1",
                "../v1.33.5+k3s1"
            })
    void anythingElseIsToldWhatOneLooksLike(String text) {
        assertThatThrownBy(() -> K3sVersion.parse(text))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("v1.33.5+k3s1");
    }

    @Test
    void aHostileTextDoesNotReachTheTerminal() {
        assertThatThrownBy(() -> K3sVersion.parse("\u001b[2Jv1\u202e" + "x".repeat(500)))
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\u202e")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
}
