package dev.k3sdeploy.k3s;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file of this machine that only its owner can read, from its first byte on. */
public final class OwnerOnlyFile {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnlyFile() {}

    /** Whether the file is there with this text, readable by nobody else. */
    public static boolean holds(Path file, String text) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(file).equals(text)
                    && (!posix(file) || Files.getPosixFilePermissions(file).equals(MODE));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Replaces the file as a whole; nobody ever sees half of it.
     *
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
            FileAttribute<?>[] attributes = posix(file)
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE)}
                    : new FileAttribute<?>[0];
            try (FileChannel channel = FileChannel.open(
                    part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
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
            part.toFile().deleteOnExit();
        }
    }

    private static boolean posix(Path file) {
        return FileSystems.getDefault().equals(file.getFileSystem())
                && file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
