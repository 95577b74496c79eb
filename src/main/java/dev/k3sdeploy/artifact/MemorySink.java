package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A small text. */
final class MemorySink implements Sink {
    private static final int LARGEST = 1 << 20;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String from = "";

    @Override
    public Map<String, String> requestHeaders() {
        return Map.of();
    }

    @Override
    public synchronized void begin(Answer answer) {
        from = FetchFailedException.host(answer.uri()) + answer.uri().getRawPath();
        bytes.reset();
    }

    @Override
    public synchronized void write(ByteBuffer part) {
        if (bytes.size() + part.remaining() > LARGEST) {
            throw new K3sDeployException(
                    "The answer of " + from + " is too large for a list of channels or checksums",
                    "Open that address in a browser: a proxy or a mirror may answer in K3S's place");
        }
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
    }

    @Override
    public synchronized void restart() {
        bytes.reset();
    }

    @Override
    public synchronized long received() {
        return 0; // never grows over tries: each begins anew
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
