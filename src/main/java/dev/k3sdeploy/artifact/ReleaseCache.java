package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What earlier runs downloaded: {@code releases/<version>/<arch>/} with a binary and the checksum file that it was
 * verified against. A binary is hashed again when it was touched, so that a half-copied cache is never installed.
 */
record ReleaseCache(Path root) {
    Path folder(K3sVersion version, Architecture architecture) {
        return releases().resolve(version.toString()).resolve(architecture.word());
    }

    /** Empty when it is not there, or not what its checksum says. Needs no lock: files appear whole. */
    Optional<VerifiedFile> verified(K3sVersion version, Architecture architecture) {
        Path folder = folder(version, architecture);
        Path binary = folder.resolve(architecture.binaryName());
        Path sums = folder.resolve(architecture.checksumFile());
        if (!Files.isRegularFile(binary) || !Files.isRegularFile(sums)) {
            return Optional.empty();
        }
        try {
            Optional<String> expected = new Checksums(Files.readString(sums)).of(architecture.binaryName());
            VerifiedFile found = KnownHashes.in(root).of(binary);
            return Optional.of(found).filter(file -> Optional.of(file.sha256()).equals(expected));
        } catch (IOException e) {
            return Optional.empty(); // unreadable is as good as absent: it will be fetched again
        }
    }

    /** A binary is there that {@link #verified} does not accept. */
    boolean damaged(K3sVersion version, Architecture architecture) {
        return Files.exists(folder(version, architecture).resolve(architecture.binaryName()));
    }

    /** Newest first; by name only, nothing is hashed. */
    List<K3sVersion> versions(Architecture architecture) {
        try (Stream<Path> folders = Files.list(releases())) {
            return folders.filter(folder ->
                            Files.exists(folder.resolve(architecture.word()).resolve(architecture.binaryName())))
                    .flatMap(folder -> K3sVersion.find(String.valueOf(folder.getFileName())).stream())
                    .sorted((one, other) -> other.compareTo(one))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path releases() {
        return root.resolve("releases");
    }
}
