package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A known_hosts file. Written whole, by a rename, under a lock in a file of its own: several runs may add machines at
 * the same time, and no reader ever sees half a line.
 */
record KnownHostsFile(Path path) {
    private static final int LOCK_ATTEMPTS = 1000;

    /** The lines that say something; none when there is no such file. */
    List<KnownHost> read() throws IOException {
        return lines().stream().map(KnownHost::parse).flatMap(Optional::stream).toList();
    }

    /** Adds a line, unless it is there. */
    void add(KnownHost host) throws IOException {
        change(lines -> {
            if (!lines.contains(host.line())) {
                lines.add(host.line());
            }
            return lines;
        });
    }

    /**
     * Removes what is known of a machine.
     *
     * @param name as {@link KnownHost#name} makes it
     * @return how many lines were removed
     */
    int forget(String name) throws IOException {
        int before = lines().size();
        change(lines -> {
            lines.removeIf(line -> KnownHost.parse(line)
                    .filter(known -> known.marker() == KnownHost.Marker.NONE && known.isFor(name))
                    .isPresent());
            return lines;
        });
        return before - lines().size();
    }

    private List<String> lines() throws IOException {
        return Files.exists(path)
                ? new ArrayList<>(Files.readAllLines(path, StandardCharsets.ISO_8859_1))
                : new ArrayList<>();
    }

    private void change(UnaryOperator<List<String>> change) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file is in a folder");
        Files.createDirectories(folder);
        Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            assert lock.isValid();
            replace(folder, change.apply(lines()));
        }
    }

    /** Another thread of this process makes {@code lock()} fail where another process makes it wait. */
    private static FileLock lock(FileChannel channel) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                if (attempt == LOCK_ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void replace(Path folder, List<String> lines) throws IOException {
        // A temporary file is for its owner alone (0600) from the start.
        Path fresh = Files.createTempFile(folder, ".known_hosts", "");
        try {
            Files.write(fresh, lines, StandardCharsets.ISO_8859_1);
            try {
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
