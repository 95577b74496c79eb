package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches the binary of one release for one architecture into its folder of the cache, and vouches for it. */
final class ReleaseDownload {
    private final ReleaseSource source;
    private final Fetch fetch;
    private final DownloadProgress progress;
    private final K3sVersion version;

    ReleaseDownload(ReleaseSource source, Fetch fetch, DownloadProgress progress, K3sVersion version) {
        this.source = source;
        this.fetch = fetch;
        this.progress = progress;
        this.version = version;
    }

    /** The caller holds the folder's lock. Leaves both files, or none that was not there before. */
    VerifiedFile into(Path folder, Architecture architecture) throws FetchFailedException {
        removeParts(folder);
        return file(folder, architecture.binaryName(), architecture, checksums(architecture));
    }

    /** Fetches one file, with the checksums that it was verified against beside it. */
    VerifiedFile file(Path folder, String name, Architecture architecture, Checksums sums) throws FetchFailedException {
        String expected = sums.of(name).orElseThrow(() -> noChecksum(name, architecture));
        try (PartFile part = PartFile.in(folder, name, progress)) {
            expect200(fetch.follow(source.file(version, name), part), name);
            VerifiedFile got = hash(part.path());
            if (!got.sha256().equals(expected)) {
                throw wrongChecksum(name, expected, got);
            }
            PartFile.text(folder, architecture.checksumFile(), sums.text());
            return new VerifiedFile(part.finish(), got.sha256(), got.size());
        }
    }

    Checksums checksums(Architecture architecture) throws FetchFailedException {
        MemorySink text = new MemorySink();
        expect200(fetch.follow(source.file(version, architecture.checksumFile()), text), architecture.checksumFile());
        return new Checksums(text.text());
    }

    private void expect200(Answer answer, String name) {
        if (answer.hasBody()) {
            return;
        }
        URI asked = source.file(version, name);
        if (answer.status() == 404 || answer.status() == 410) {
            throw new UnknownReleaseException(
                    "K3S " + version + " has no file " + name + " (status " + answer.status() + " for " + asked + ")",
                    "The versions that exist are listed at " + source.releasesPage()
                            + ": set k3s_version to one of them," + " or leave it out to take a channel's");
        }
        throw new K3sDeployException(
                FetchFailedException.host(answer.uri()) + " refuses " + asked + " with status " + answer.status(),
                "Open that address in a browser; a proxy or a mirror may want a login, or block it");
    }

    private K3sDeployException noChecksum(String name, Architecture architecture) {
        return new K3sDeployException(
                "There is no checksum of " + name + " in " + source.file(version, architecture.checksumFile()),
                "Open that address in a browser: a proxy, a login page or a mirror may answer in K3S's place");
    }

    private K3sDeployException wrongChecksum(String name, String expected, VerifiedFile got) {
        return new K3sDeployException(
                "Wrong checksum of " + source.file(version, name) + ": expected sha256 " + expected + ", got "
                        + got.sha256() + " (" + got.size() + " bytes)",
                "Nothing of it was kept. Run the same command again; if it stays wrong, a proxy or mirror on the way"
                        + " changes the file: do not use it");
    }

    private static VerifiedFile hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw CacheFolder.unwritable(file, e);
        }
    }

    /** What a killed run left behind. */
    static void removeParts(Path folder) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PartFile.SUFFIX)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw CacheFolder.unwritable(folder, e);
        }
    }
}
