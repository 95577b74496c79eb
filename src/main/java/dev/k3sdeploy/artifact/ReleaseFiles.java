package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a folder hold the files of one release: what is there and right is not fetched again. */
final class ReleaseFiles {
    private final AirgapFolder folder;
    private final ReleaseDownload download;
    private final K3sVersion version;

    ReleaseFiles(AirgapFolder folder, ReleaseDownload download, K3sVersion version) {
        this.folder = folder;
        this.download = download;
        this.version = version;
    }

    /** The caller holds the folder's lock. */
    List<VerifiedFile> of(Architecture architecture, boolean images) throws FetchFailedException {
        boolean begun = isOfThisVersion();
        ReleaseDownload.removeParts(folder.path());
        Checksums sums = sums(architecture, begun);
        PartFile.text(folder.path(), AirgapFolder.VERSION_FILE, version + "\n");
        List<String> names = new ArrayList<>(List.of(architecture.binaryName()));
        if (images) {
            names.add(archive(architecture, sums));
        }
        List<VerifiedFile> files = new ArrayList<>();
        for (String name : names) {
            Optional<VerifiedFile> there = there(name, sums);
            files.add(there.isPresent() ? there.get() : download.file(folder.path(), name, architecture, sums));
        }
        return files;
    }

    private boolean isOfThisVersion() {
        Optional<K3sVersion> written = folder.written();
        if (written.isPresent() && !written.get().equals(version)) {
            throw new K3sDeployException(
                    folder.path() + " holds K3S " + written.get() + ", not " + version,
                    "Name another folder, one for each version; or empty this one");
        }
        return written.isPresent();
    }

    private Checksums sums(Architecture architecture, boolean begun) throws FetchFailedException {
        Path file = folder.path().resolve(architecture.checksumFile());
        try {
            return begun && Files.exists(file)
                    ? new Checksums(Files.readString(file))
                    : download.checksums(architecture);
        } catch (IOException e) {
            throw CacheFolder.unwritable(file, e);
        }
    }

    /** Not every release has every form. */
    private String archive(Architecture architecture, Checksums sums) {
        return architecture.imageArchives().stream()
                .filter(name -> sums.of(name).isPresent())
                .findFirst()
                .orElseThrow(() -> new K3sDeployException(
                        "K3S " + version + " has no archive of images for " + architecture.word(),
                        "Leave out --images, and let the machines pull them from a registry that they reach"));
    }

    private Optional<VerifiedFile> there(String name, Checksums sums) {
        Path file = folder.path().resolve(name);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Sha256.of(file))
                            .filter(found -> Optional.of(found.sha256()).equals(sums.of(name)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // unreadable is as good as absent: it will be fetched again
        }
    }
}
