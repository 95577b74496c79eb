package dev.k3sdeploy.k3s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Files that their owner alone can read: mode 0600 where the file system has modes, else an access list with one entry, as
 * on Windows. A file system that has neither (FAT) keeps no secrets.
 */
final class OwnerOnly {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Creates an empty file that is its owner's before anything is in it. */
    static void create(Path file) throws IOException {
        if (has(file, "posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(MODE));
            return;
        }
        Files.createFile(file);
        if (has(file, "acl")) {
            view(file).setAcl(List.of(ownersOwn(file)));
        }
    }

    static boolean holds(Path file) throws IOException {
        if (has(file, "posix")) {
            return Files.getPosixFilePermissions(file).equals(MODE);
        }
        return !has(file, "acl")
                || view(file).getAcl().stream()
                        .allMatch(entry -> entry.principal().equals(owner(file)));
    }

    private static UserPrincipal owner(Path file) {
        try {
            return Files.getOwner(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AclEntry ownersOwn(Path file) {
        return AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner(file))
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
    }

    private static AclFileAttributeView view(Path file) {
        return Objects.requireNonNull(Files.getFileAttributeView(file, AclFileAttributeView.class));
    }

    private static boolean has(Path file, String view) {
        FileSystem system = file.getFileSystem();
        return system.supportedFileAttributeViews().contains(view);
    }
}
