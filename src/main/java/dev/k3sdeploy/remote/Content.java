package dev.k3sdeploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to send, of a known size, that can be opened more than once. */
public interface Content {
    /**
     * In bytes.
     *
     * @return how many bytes {@link #open} gives
     */
    long size();

    /**
     * {@return the bytes from their beginning, to be closed by the caller}
     *
     * @throws IOException when they cannot be had
     */
    InputStream open() throws IOException;

    /**
     * {@return what a file holds when it is sent}
     *
     * @param file of this machine
     */
    static Content of(Path file) {
        try {
            long size = Files.size(file);
            return new Content() {
                @Override
                public long size() {
                    return size;
                }

                @Override
                public InputStream open() throws IOException {
                    return Files.newInputStream(file);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
