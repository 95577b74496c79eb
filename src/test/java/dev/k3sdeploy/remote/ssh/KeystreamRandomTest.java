package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeystreamRandomTest {
    private static final int MUCH = 1 << 20;

    @Test
    void noSixteenBytesComeTwiceFromOneOrFromTwo() {
        Set<String> seen = new HashSet<>();
        for (KeystreamRandom random : new KeystreamRandom[] {new KeystreamRandom(), new KeystreamRandom()}) {
            byte[] bytes = new byte[MUCH];
            random.fill(bytes);
            for (int at = 0; at < MUCH; at += 16) {
                assertThat(seen.add(Arrays.toString(Arrays.copyOfRange(bytes, at, at + 16))))
                        .isTrue();
            }
        }
    }

    @Test
    void halfOfTheBitsAreSet() {
        byte[] bytes = new byte[MUCH];
        new KeystreamRandom().fill(bytes);

        // Of 8 million bits the standard deviation is 1,448: this is far more than ten times that.
        assertThat(BitSet.valueOf(bytes).cardinality()).isBetween(MUCH * 4 - 20_000, MUCH * 4 + 20_000);
    }

    @Test
    void onlyWhatWasAskedForIsFilledHoweverLongItIs() {
        KeystreamRandom random = new KeystreamRandom();
        for (int length : new int[] {0, 1, 19, 4095, 4096, 4097, 10_000}) {
            byte[] bytes = new byte[length + 2];
            random.fill(bytes, 1, length);
            assertThat(bytes[0]).isZero();
            assertThat(bytes[length + 1]).isZero();
            assertThat(length < 100 || BitSet.valueOf(bytes).cardinality() > length)
                    .isTrue();
        }
    }
}
