package dev.k3sdeploy.artifact;

import dev.k3sdeploy.artifact.Binary.Origin;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The releases of K3S, as far as they can be reached and as earlier runs kept them. Thread-safe; runs on the same machine
 * may share a cache. Errors are {@link ReleaseUnreachableException}, {@link UnknownReleaseException}, or a plain
 * {@link K3sDeployException} for what must not be got around: a wrong checksum, TLS, a full disk.
 */
public final class Releases {
    private final ReleaseSource source;
    private final ReleaseCache cache;
    private final HttpSettings http;
    private final DownloadProgress progress;
    private final ChannelMemory memory;
    private final Fetch fetch;

    /**
     * Opens no connection and creates no file.
     *
     * @param source where versions and files come from
     * @param cache the folder of this product in the user's cache, such as {@code ~/.cache/k3sdeploy}
     * @param http proxy, trust and patience
     * @param progress hears how far a download is
     */
    public Releases(ReleaseSource source, Path cache, HttpSettings http, DownloadProgress progress) {
        this.source = source;
        this.cache = new ReleaseCache(cache);
        this.http = http;
        this.progress = progress;
        this.memory = new ChannelMemory(cache);
        this.fetch = new Fetch(http, progress);
    }

    /**
     * The version that a channel stands for now; where the channel server cannot be reached, the one that it stood for when
     * it last could, with a note.
     *
     * @param channel {@code stable}, {@code latest}, {@code v1.33} …
     * @return its version, and whether that is known from before
     * @throws dev.k3sdeploy.problem.K3sDeployException when there is no such channel, or nobody has ever told what it
     *     stands for
     */
    public ResolvedChannel resolve(String channel) {
        try {
            K3sVersion version = new Channels(source, fetch).ask(channel);
            remember(channel, version);
            return new ResolvedChannel(channel, version, Optional.empty());
        } catch (FetchFailedException e) {
            return memory.recall(source.channels(), channel)
                    .map(known -> new ResolvedChannel(channel, known.version(), Optional.of(note(channel, known, e))))
                    .orElseThrow(() -> new ReleaseUnreachableException(
                            Message.of("release.no-channel", String.valueOf(e.getMessage())),
                            hint(Architecture.AMD64),
                            e));
        }
    }

    /**
     * The verified binary of a version, from the cache or else downloaded to it.
     *
     * @param version as K3S releases it
     * @param architecture the machine's
     * @return ready to be pushed
     * @throws dev.k3sdeploy.problem.K3sDeployException when it cannot be had, or is not what its sum says
     */
    @SuppressWarnings("try") // the lock is there to be held, not used
    public Binary binary(K3sVersion version, Architecture architecture) {
        Optional<Binary> cached = cached(version, architecture);
        if (cached.isPresent()) {
            return cached.get();
        }
        Path folder = cache.folder(version, architecture);
        CacheFolder.create(folder);
        Deadline deadline = Deadline.in(http.patience().total());
        try (FolderLock lock = FolderLock.of(folder, deadline, progress)) {
            return cached(version, architecture).orElseGet(() -> download(version, architecture));
        }
    }

    /**
     * Brings the files of a version into a folder, for machines that reach no network: binary and checksums, and the archive
     * of images where it is wanted. Files that are there already are not fetched again.
     *
     * @param version as K3S releases it
     * @param architecture the machines'
     * @param images whether the archive of images is wanted, which is larger than all the rest
     * @param folder created where it is missing
     * @return the files for pushing, all verified just now
     */
    @SuppressWarnings("try") // the lock is there to be held, not used
    public List<VerifiedFile> collect(K3sVersion version, Architecture architecture, boolean images, Path folder) {
        CacheFolder.create(folder);
        Deadline deadline = Deadline.in(http.patience().total());
        try (FolderLock lock = FolderLock.of(folder, deadline, progress)) {
            ReleaseDownload download = new ReleaseDownload(source, fetch, progress, version);
            return new ReleaseFiles(new AirgapFolder(folder), download, version).of(architecture, images);
        } catch (FetchFailedException e) {
            throw new ReleaseUnreachableException(
                    Message.of("release.no-download", version, String.valueOf(e.getMessage())),
                    Message.of("release.again"),
                    e);
        }
    }

    /**
     * The binary as earlier runs kept it; touches no network.
     *
     * @param version as K3S releases it
     * @param architecture the machine's
     * @return empty when no run has brought it
     */
    public Optional<Binary> cached(K3sVersion version, Architecture architecture) {
        return cache.verified(version, architecture).map(file -> binary(file, version, architecture, Origin.CACHED));
    }

    private Binary download(K3sVersion version, Architecture architecture) {
        if (cache.damaged(version, architecture)) {
            progress.note("the cached binary of K3S " + version + " is damaged; fetching it again");
        }
        try {
            VerifiedFile file = new ReleaseDownload(source, fetch, progress, version)
                    .into(cache.folder(version, architecture), architecture);
            return binary(file, version, architecture, Origin.DOWNLOADED);
        } catch (FetchFailedException e) {
            throw new ReleaseUnreachableException(
                    Message.of("release.no-download", version, String.valueOf(e.getMessage())), hint(architecture), e);
        }
    }

    private static Binary binary(VerifiedFile file, K3sVersion version, Architecture architecture, Origin origin) {
        return new Binary(file, version, Optional.of(architecture), origin);
    }

    /** A cache that cannot be written to is no reason to stop when the answer is there. */
    private void remember(String channel, K3sVersion version) {
        try {
            memory.remember(source.channels(), channel, version);
        } catch (K3sDeployException e) {
            progress.note(e.summary());
        }
    }

    private static String note(String channel, ChannelMemory.Remembered known, FetchFailedException problem) {
        return "The K3S channel server cannot be reached (" + problem.getMessage() + "): using " + known.version()
                + ", which channel " + channel + " was on " + known.since();
    }

    private Message hint(Architecture architecture) {
        List<K3sVersion> kept = cache.versions(architecture);
        return kept.isEmpty()
                ? Message.of("release.next")
                : Message.of(
                        "release.next-cached",
                        Message.of("release.next"),
                        kept.stream()
                                .map(version -> "-e k3s_version=" + version)
                                .collect(Collectors.joining(", ")));
    }
}
