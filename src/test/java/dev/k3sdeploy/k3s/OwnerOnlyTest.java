package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Secrets on file systems of other systems than this one. */
class OwnerOnlyTest {
    private static FileSystem windows(String... views) {
        return Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews("basic", views)
                .build());
    }

    private static AclFileAttributeView acl(Path file) {
        return Objects.requireNonNull(Files.getFileAttributeView(file, AclFileAttributeView.class));
    }

    @Test
    void onWindowsTheOwnerIsAloneInTheAccessList() throws IOException {
        try (FileSystem files = windows("owner", "dos", "acl")) {
            Path file = files.getPath("C:\\course\\.k3s\\k3s.yaml");

            OwnerOnlyFile.write(file, "a: b\n");

            assertThat(acl(file).getAcl()).singleElement().satisfies(entry -> {
                assertThat(entry.principal()).isEqualTo(Files.getOwner(file));
                assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
                assertThat(entry.permissions()).contains(AclEntryPermission.READ_DATA, AclEntryPermission.WRITE_DATA);
            });
            assertThat(OwnerOnlyFile.holds(file, "a: b\n")).isTrue();
        }
    }

    @Test
    void onWindowsAFileThatOthersMayReadIsNotInPlace() throws IOException {
        try (FileSystem files = windows("owner", "dos", "acl")) {
            Path file = files.getPath("C:\\course\\k3s.yaml");
            OwnerOnlyFile.write(file, "a: b\n");
            List<AclEntry> entries = new ArrayList<>(acl(file).getAcl());
            entries.add(AclEntry.newBuilder(entries.get(0))
                    .setPrincipal(files.getUserPrincipalLookupService().lookupPrincipalByName("everybody"))
                    .build());
            acl(file).setAcl(entries);

            assertThat(OwnerOnlyFile.holds(file, "a: b\n")).isFalse();
            OwnerOnlyFile.write(file, "a: b\n");
            assertThat(OwnerOnlyFile.holds(file, "a: b\n")).isTrue();
        }
    }

    @Test
    void aFileSystemWithoutModesAndListsStillHoldsTheFile() throws IOException {
        try (FileSystem files = windows("dos")) {
            Path file = files.getPath("C:\\stick\\k3s.yaml");

            OwnerOnlyFile.write(file, "a: b\n");
            OwnerOnlyFile.write(file, "c: d\n");

            assertThat(Files.readString(file)).isEqualTo("c: d\n");
            assertThat(OwnerOnlyFile.holds(file, "c: d\n")).isTrue();
        }
    }

    @Test
    void whereThereAreModesItIs0600() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(
                Configuration.osX().toBuilder().setAttributeViews("posix").build())) {
            Path file = files.getPath("/Users/me/.k3s/k3s.yaml");

            OwnerOnlyFile.write(file, "a: b\n");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }
}
