package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * A container that reboots lets go of its address for a moment, and another one that is just being made takes it. So one
 * waits for the other, in all processes that run tests.
 */
final class BridgeLock {
    private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "k3sdeploy-lab-bridge.lock");

    private BridgeLock() {}

    static <T> T whileOthersMakeNone(Supplier<T> work) {
        try (FileChannel channel = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            return work.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
