package dev.k3sdeploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to send, of a known size, that can be opened more than once. */
public interface Content {
    /** In bytes. */
    long size();

    InputStream open() throws IOException;

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
