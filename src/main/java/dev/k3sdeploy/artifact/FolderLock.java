package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One writer in a folder at a time, in this process and in others. The system frees the lock of a process that dies; the
 * lock's file stays, since removing it would let two in.
 */
final class FolderLock implements AutoCloseable {
    static final String FILE = ".lock";
    private static final long POLL_MILLIS = 50;
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock of(Path folder, Deadline deadline, DownloadProgress progress) {
        Path file = folder.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            for (boolean said = false; tryLock(channel) == null; said = true) {
                if (!said) {
                    progress.note("another run is downloading the same release; waiting for it");
                }
                if (deadline.passed()) {
                    channel.close();
                    throw new K3sDeployException(
                            "Another run still downloads the same release to " + folder,
                            "Wait for it, or end it, and run the same command again");
                }
                sleep();
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw CacheFolder.unwritable(folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process has it
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("Interrupted while another run downloads the same release", "", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a lock could not be given back", e);
        }
    }
}
