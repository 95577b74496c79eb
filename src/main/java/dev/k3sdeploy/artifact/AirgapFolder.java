package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with what machines without a network need of one release, under the names of the release: a binary, an archive of
 * images and a checksum file for each architecture. {@link Releases#collect} makes one; so can a person. In its folder
 * {@code images} there may be archives of the user's own.
 *
 * @param path of this machine
 */
public record AirgapFolder(Path path) {
    /** Holds the version, since no other file does. */
    static final String VERSION_FILE = "version.txt";

    private static final String OWN_IMAGES = "images";
    private static final String ARCHIVE = "[A-Za-z0-9][A-Za-z0-9._+-]*\\.(tar|tar\\.gz|tgz|tar\\.zst|tzst)";

    /**
     * {@return the version that the folder holds}
     *
     * @param wanted must be that version where it can be learnt, and is believed where it cannot
     */
    public K3sVersion version(Optional<K3sVersion> wanted) {
        Optional<K3sVersion> own = written().or(this::told);
        if (own.isPresent() && wanted.isPresent() && !own.equals(wanted)) {
            throw new K3sDeployException(
                    path + " holds K3S " + own.get() + ", but k3s_version asks for " + wanted.get(),
                    "Leave out k3s_version, or name a folder of that version: "
                            + "k3sdeploy artifacts download --version " + wanted.get() + " --images -o FOLDER");
        }
        return own.or(() -> wanted)
                .orElseThrow(() -> new K3sDeployException(
                        "It is not known which K3S " + path + " holds",
                        "Write its version to " + path.resolve(VERSION_FILE) + ", or set k3s_version"));
    }

    Optional<K3sVersion> written() {
        Path file = path.resolve(VERSION_FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(K3sVersion.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** By the first binary that this machine can run. */
    private Optional<K3sVersion> told() {
        if (!Files.isDirectory(path)) {
            throw new K3sDeployException(
                    "There is no folder " + path,
                    "Make it on a machine with a network: k3sdeploy artifacts download --images -o " + path);
        }
        return Stream.of(Architecture.values())
                .map(architecture -> path.resolve(architecture.binaryName()))
                .filter(Files::isRegularFile)
                .flatMap(file -> LocalBinary.versionOf(file).stream())
                .findFirst();
    }

    /**
     * {@return the verified executable}
     *
     * @param architecture the machine's
     * @param version as {@link #version} told it
     * @param cache the folder of this product in the user's cache, where hashes are remembered
     * @throws dev.k3sdeploy.problem.K3sDeployException when the folder lacks it, or it is not what its sum says
     */
    public Binary binary(Architecture architecture, K3sVersion version, Path cache) {
        VerifiedFile file = verified(architecture, architecture.binaryName(), cache);
        return new Binary(file, version, Optional.of(architecture), Binary.Origin.LOCAL_FILE);
    }

    /**
     * The archives of images for an architecture: the release's, the smallest form where there are several, then the user's
     * own. None is no error, since images may come from a registry without a network, too.
     *
     * @param architecture the machine's
     * @param cache the folder of this product in the user's cache, where hashes are remembered
     * @return empty when the folder has none
     */
    public List<VerifiedFile> images(Architecture architecture, Path cache) {
        Stream<VerifiedFile> released = architecture.imageArchives().stream()
                .filter(name -> Files.isRegularFile(path.resolve(name)))
                .limit(1)
                .map(name -> verified(architecture, name, cache));
        return Stream.concat(released, own().map(file -> hash(file, cache))).toList();
    }

    private Stream<Path> own() {
        Path folder = path.resolve(OWN_IMAGES);
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(ARCHIVE)).sorted().toList().stream();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private VerifiedFile verified(Architecture architecture, String name, Path cache) {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new K3sDeployException(
                    "There is no " + name + " in " + path + ", and a machine needs it",
                    "On a machine with a network: k3sdeploy artifacts download --arch " + architecture.word()
                            + " --images -o " + path);
        }
        String expected = sum(architecture, name);
        VerifiedFile found = hash(file, cache);
        if (!found.sha256().equals(expected)) {
            throw new K3sDeployException(
                    "Wrong checksum of " + file + ": expected sha256 " + expected + ", got " + found.sha256(),
                    "Copy it again, or download it again: it is not what " + architecture.checksumFile() + " says");
        }
        return found;
    }

    private String sum(Architecture architecture, String name) {
        Path sums = path.resolve(architecture.checksumFile());
        try {
            Optional<String> sum =
                    Files.exists(sums) ? new Checksums(Files.readString(sums)).of(name) : Optional.empty();
            return sum.orElseThrow(() -> new K3sDeployException(
                    "There is no checksum of " + path.resolve(name) + ": "
                            + (Files.exists(sums) ? sums + " does not name it" : "there is no " + sums),
                    "Take the release's own " + architecture.checksumFile()
                            + "; for files of your own, write one: sha256sum " + name + " >>"
                            + architecture.checksumFile()));
        } catch (IOException e) {
            throw unreadable(sums, e);
        }
    }

    private static VerifiedFile hash(Path file, Path cache) {
        try {
            return KnownHashes.in(cache).of(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static K3sDeployException unreadable(Path file, IOException problem) {
        return new K3sDeployException("Cannot read " + file + ": " + problem, "Make it readable", problem);
    }
}
