package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts of the product that a person reads before they change: {@code src/test/resources/golden}. */
public final class Golden {
    private Golden() {}

    /** The text is exactly that of the file. */
    public static void check(String file, String text) {
        assertThat(text).as("src/test/resources/golden/" + file).isEqualTo(read(file));
    }

    private static String read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return in == null ? "(there is no such file)" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
