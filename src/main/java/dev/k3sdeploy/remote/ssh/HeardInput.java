package dev.k3sdeploy.remote.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A stream that knows when it last had something. Trap: sshj reads all that comes before a server's first line of SSH byte
 * by byte, without an end, and in a time that grows with the square of its length; hence {@link #GREETING}.
 */
final class HeardInput extends FilterInputStream {
    /** Many times what any server says there (RFC 4253, section 4.2). */
    static final int GREETING = 32 * 1024;

    private int greeted;
    private volatile long lastHeard = System.nanoTime();

    HeardInput(InputStream stream) {
        super(stream);
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    @Override
    public int read() throws IOException {
        if (++greeted > GREETING) {
            throw new IOException("more than " + GREETING / 1024 + " kB came in place of an SSH server's first line");
        }
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
