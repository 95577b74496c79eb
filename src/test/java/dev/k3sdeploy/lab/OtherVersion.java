package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The simulator as another version of K3S. */
final class OtherVersion {
    private OtherVersion() {}

    /** A control machine that installs that version, such as {@code v1.34.1+k3s1}. */
    static ControlSide of(ControlSide control, String version) {
        return control.with("K3SDEPLOY_K3S", in(control.folder(), version).toString());
    }

    /** A program of that version in a folder. */
    static Path in(Path folder, String version) {
        Path other = folder.resolve("k3s-" + version);
        try {
            String simulator = Files.readString(Lab.simulator());
            Files.writeString(other, simulator.replaceFirst("(?m)^VERSION = .*", "VERSION = \"" + version + "\""));
            return Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
