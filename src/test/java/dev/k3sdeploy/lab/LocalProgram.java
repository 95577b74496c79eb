package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;

/** Programs of this machine. */
final class LocalProgram {
    private LocalProgram() {}

    /** What it prints, errors included; it must succeed. */
    static String run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assertions.assertThat(process.waitFor())
                    .as("status of %s: %s", String.join(" ", words), text)
                    .isZero();
            return text.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
