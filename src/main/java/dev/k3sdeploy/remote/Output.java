package dev.k3sdeploy.remote;

import java.nio.charset.StandardCharsets;

/** What a command wrote to one of its streams: any bytes, bounded; the middle of a longer output is dropped. */
public final class Output {
    private final byte[] bytes;
    private final long dropped;

    /**
     * Output of a command.
     *
     * @param bytes all, or the beginning and the end
     * @param dropped how many are missing in the middle
     */
    public Output(byte[] bytes, long dropped) {
        this.bytes = bytes.clone();
        this.dropped = dropped;
    }

    /**
     * {@return the whole output of a command}
     *
     * @param text encoded as UTF-8
     */
    public static Output of(String text) {
        return new Output(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** {@return what was kept; less than all when it was very long} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return how many bytes are missing in the middle; 0 as a rule} */
    public long dropped() {
        return dropped;
    }

    /**
     * Read as UTF-8; what is not becomes U+FFFD.
     *
     * @return what was kept
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
