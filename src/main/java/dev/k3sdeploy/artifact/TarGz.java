package dev.k3sdeploy.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes texts into a .tar.gz: POSIX ustar, each file for its owner alone. */
public final class TarGz implements Closeable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private final OutputStream out;
    private final Instant time;

    /**
     * Begins one; {@code time} is that of all its files.
     *
     * @param file closed with this archive
     * @param time for all files in it, so that the same texts make the same archive
     * @throws IOException when nothing can be written
     */
    public TarGz(OutputStream file, Instant time) throws IOException {
        this.out = new GZIPOutputStream(file);
        this.time = time;
    }

    /**
     * Adds a file; the name's folders come by themselves.
     *
     * @param name relative, folders with {@code /}
     * @param text written in UTF-8
     * @throws IOException when it cannot be written
     */
    public void add(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        out.write(header(name, content.length));
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        int slash = name.length() <= LONGEST_NAME ? -1 : name.lastIndexOf('/');
        put(header, 0, name.substring(slash + 1));
        put(header, 100, "0000600\0" + "0000000\0" + "0000000\0" + octal(size) + octal(time.getEpochSecond()));
        Arrays.fill(header, 148, 156, (byte) ' ');
        put(header, 156, "0");
        put(header, 257, "ustar\0" + "00");
        put(header, 345, slash < 0 ? "" : name.substring(0, slash));
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static String octal(long number) {
        return "%011o\0".formatted(number);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
