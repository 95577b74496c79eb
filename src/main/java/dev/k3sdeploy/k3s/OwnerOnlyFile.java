package dev.k3sdeploy.k3s;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file of this machine that only its owner can read, from its first byte on. */
public final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    /**
     * {@return whether the file is there with this text, readable by nobody else}
     *
     * @param file of this machine
     * @param text what it should hold
     */
    public static boolean holds(Path file, String text) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(file).equals(text)
                    && OwnerOnly.holds(file);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Replaces the file as a whole; nobody ever sees half of it.
     *
     * @param file its folder is created where it is missing, for its owner only
     * @param text what it holds then
     * @throws K3sDeployException when it cannot be written; the old file is then still there
     */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As {@link #write(Path, String)}, with a content that comes piece by piece. */
    static void write(Path file, Source source) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(part);
            OwnerOnly.create(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                source.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            deleteQuietly(part);
            throw new K3sDeployException(
                    "Cannot write " + file + ": " + e, "Check the folder's permissions and the disk's free space", e);
        }
    }

    /** What a file is to hold. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // It is for its owner alone, and the next write removes it.
        }
    }
}
