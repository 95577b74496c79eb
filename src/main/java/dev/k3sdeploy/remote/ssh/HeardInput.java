package dev.k3sdeploy.remote.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A stream that knows when it last had something. */
final class HeardInput extends FilterInputStream {
    private volatile long lastHeard = System.nanoTime();

    HeardInput(InputStream stream) {
        super(stream);
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        lastHeard = System.nanoTime();
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        lastHeard = System.nanoTime();
        return n;
    }
}
