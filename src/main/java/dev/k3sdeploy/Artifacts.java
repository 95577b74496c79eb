package dev.k3sdeploy;

import dev.k3sdeploy.artifact.Architecture;
import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.artifact.ReleaseSource;
import dev.k3sdeploy.artifact.Releases;
import dev.k3sdeploy.artifact.UnknownReleaseException;
import dev.k3sdeploy.artifact.VerifiedFile;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of a release, brought to a folder of this machine for machines that reach no network. */
public final class Artifacts {
    private final ControlMachine here;
    private final ClusterOptions.Notices notices;

    /**
     * A way to releases.
     *
     * @param here the machine whose cache, proxy and files are used
     * @param notices hears what is downloaded, and why something takes long
     */
    public Artifacts(ControlMachine here, ClusterOptions.Notices notices) {
        this.here = here;
        this.notices = notices;
    }

    /**
     * What to download.
     *
     * @param version exactly this one; else the channel's
     * @param channel where no version is given: {@code stable}, {@code latest}, {@code v1.33} …
     * @param architectures by K3S's words or those of {@code uname -m}
     * @param images whether the archives of K3S's own images are wanted, too
     * @param channelUrl a mirror of the channel server
     * @param releaseUrl a mirror of the releases
     */
    public record Wish(
            Optional<String> version,
            String channel,
            List<String> architectures,
            boolean images,
            Optional<String> channelUrl,
            Optional<String> releaseUrl) {}

    /**
     * What the folder holds now, for pushing.
     *
     * @param version as K3S writes it
     * @param files the same that machines would get, each verified just now
     */
    public record Held(String version, List<Path> files) {}

    /**
     * Downloads what is missing in the folder, each file verified.
     *
     * @param wish the version or channel, the architectures, and whether images belong to it
     * @param folder created where it is missing
     * @return the files that the folder now holds
     * @throws K3sDeployException when it cannot be had; what is whole stays, and the next call goes on there
     */
    public Held download(Wish wish, Path folder) {
        Set<Architecture> architectures = new LinkedHashSet<>();
        wish.architectures().forEach(name -> architectures.add(architecture(name)));
        ReleaseSource source = ReleaseSource.of(
                wish.channelUrl().orElse(ReleaseSource.OFFICIAL.channelUrl().toString()),
                wish.releaseUrl().orElse(ReleaseSource.OFFICIAL.releaseUrl().toString()));
        Releases releases = ReleaseBinaries.releases(source, here, notices);
        K3sVersion version = version(wish, releases);
        List<Path> files = new ArrayList<>();
        for (Architecture architecture : architectures) {
            releases.collect(version, architecture, wish.images(), folder).stream()
                    .map(VerifiedFile::path)
                    .forEach(files::add);
        }
        return new Held(version.toString(), files);
    }

    private static Architecture architecture(String name) {
        try {
            return Architecture.of(name);
        } catch (K3sDeployException e) {
            throw InvalidInputException.of("--arch", e.summary(), "amd64, arm64 and armhf are known");
        }
    }

    private K3sVersion version(Wish wish, Releases releases) {
        if (wish.version().isPresent()) {
            try {
                return K3sVersion.parse(wish.version().get());
            } catch (K3sDeployException e) {
                throw InvalidInputException.of("--version", e.summary(), e.hint());
            }
        }
        try {
            return releases.resolve(wish.channel()).version();
        } catch (UnknownReleaseException e) {
            throw InvalidInputException.of("--channel", e.summary(), e.hint());
        }
    }
}
