package dev.k3sdeploy.remote;

import java.nio.charset.StandardCharsets;

/** What a command wrote to one of its streams: any bytes, bounded; the middle of a longer output is dropped. */
public final class Output {
    private final byte[] bytes;
    private final long dropped;

    public Output(byte[] bytes, long dropped) {
        this.bytes = bytes.clone();
        this.dropped = dropped;
    }

    public static Output of(String text) {
        return new Output(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes are missing in the middle; 0 as a rule. */
    public long dropped() {
        return dropped;
    }

    /** Read as UTF-8; what is not becomes U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
