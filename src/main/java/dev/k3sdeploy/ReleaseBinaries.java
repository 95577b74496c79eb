package dev.k3sdeploy;

import dev.k3sdeploy.artifact.Architecture;
import dev.k3sdeploy.artifact.Binary;
import dev.k3sdeploy.artifact.DownloadProgress;
import dev.k3sdeploy.artifact.HttpSettings;
import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.artifact.LocalBinary;
import dev.k3sdeploy.artifact.ProxySettings;
import dev.k3sdeploy.artifact.ReleaseSource;
import dev.k3sdeploy.artifact.ReleaseUnreachableException;
import dev.k3sdeploy.artifact.Releases;
import dev.k3sdeploy.artifact.ResolvedChannel;
import dev.k3sdeploy.artifact.SimulatedRelease;
import dev.k3sdeploy.artifact.UnknownReleaseException;
import dev.k3sdeploy.artifact.VerifiedFile;
import dev.k3sdeploy.k3s.Binaries;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.task.UploadedFile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of one wished release, each fetched once: the executables from a file that the user named, else the folder for
 * machines without a network, else the cache or the network, else, for the lab alone, the simulator.
 */
final class ReleaseBinaries implements Binaries {
    private static final String LOCAL_FILE = "K3SDEPLOY_K3S";

    private final ReleaseWish wish;
    private final ControlMachine here;
    private final HttpSettings http;
    private final DownloadProgress progress;
    private final Map<Architecture, UploadedFile.Source> fetched = new EnumMap<>(Architecture.class);
    private final Map<Architecture, List<UploadedFile.Source>> images = new EnumMap<>(Architecture.class);
    private Optional<K3sVersion> resolved = Optional.empty();
    private Optional<Binary> anyMachine = Optional.empty();

    ReleaseBinaries(ReleaseWish wish, ControlMachine here, HttpSettings http, DownloadProgress progress) {
        this.wish = wish;
        this.here = here;
        this.http = http;
        this.progress = progress;
    }

    /** By this machine's network, with what is downloaded told to who listens. */
    static ReleaseBinaries of(ReleaseWish wish, ControlMachine here, ClusterOptions.Notices notices) {
        return new ReleaseBinaries(wish, here, http(here), progress(notices));
    }

    /** The releases of a source, reached as {@link #of} reaches them. */
    static Releases releases(ReleaseSource source, ControlMachine here, ClusterOptions.Notices notices) {
        return new Releases(source, here.cache(), http(here), progress(notices));
    }

    private static HttpSettings http(ControlMachine here) {
        return HttpSettings.through(ProxySettings.of(here.environment()));
    }

    private static DownloadProgress progress(ClusterOptions.Notices notices) {
        return new DownloadProgress() {
            @Override
            public void downloaded(String file, long done, long total) {
                notices.downloaded(file, done, total);
            }

            @Override
            public void note(String text) {
                notices.note(text);
            }

            @Override
            public void note(Message text) {
                notices.note(text);
            }
        };
    }

    /** One machine waits for another's download: they want the same file, as a rule. */
    @Override
    public synchronized UploadedFile.Source forMachine(String machine) {
        Architecture architecture = Architecture.of(machine);
        return fetched.computeIfAbsent(architecture, wanted -> source(binary(wanted)));
    }

    @Override
    public synchronized List<UploadedFile.Source> images(String machine) {
        return wish.airgap().isEmpty()
                ? List.of()
                : images.computeIfAbsent(
                        Architecture.of(machine),
                        wanted -> wish.airgap().get().images(wanted, here.cache()).stream()
                                .map(ReleaseBinaries::source)
                                .toList());
    }

    private static UploadedFile.Source source(VerifiedFile file) {
        return new UploadedFile.Source(
                String.valueOf(file.path().getFileName()), Content.of(file.path()), file.sha256());
    }

    private static UploadedFile.Source source(Binary binary) {
        String name = "k3s " + binary.version() + (binary.simulated() ? " (simulated)" : "");
        return new UploadedFile.Source(name, Content.of(binary.file()), binary.sha256());
    }

    /**
     * Finds out which version it is, before any machine is touched.
     *
     * @throws InvalidInputException when there is no such channel
     */
    synchronized void resolve() {
        anyMachine = local();
        if (anyMachine.isEmpty() && wish.airgap().isPresent()) {
            resolved = wish.known();
        } else if (anyMachine.isEmpty()) {
            try {
                orSimulated(() -> version(releases()));
            } catch (UnknownReleaseException e) {
                throw InvalidInputException.of(K3sVariables.CHANNEL, e.summary(), e.hint());
            }
        }
    }

    /** What {@link #resolve} has found out. */
    synchronized Optional<K3sVersion> version() {
        return anyMachine.map(Binary::version).or(() -> resolved);
    }

    private Binary binary(Architecture architecture) {
        if (anyMachine.isPresent()) {
            return onlyFor(architecture, anyMachine.get());
        }
        if (wish.airgap().isPresent()) {
            return wish.airgap().get().binary(architecture, wish.known().orElseThrow(), here.cache());
        }
        Releases releases = releases();
        Optional<Binary> binary = orSimulated(() -> releases.binary(version(releases), architecture));
        return binary.or(() -> anyMachine).orElseThrow();
    }

    /** Empty when the simulator has taken the release's place. */
    private <T> Optional<T> orSimulated(Supplier<T> release) {
        try {
            return Optional.of(release.get());
        } catch (ReleaseUnreachableException e) {
            if (!wish.simulator()) {
                throw e;
            }
            anyMachine = Optional.of(simulated(e));
            return Optional.empty();
        }
    }

    private Releases releases() {
        return new Releases(wish.source(), here.cache(), http, progress);
    }

    private Optional<Binary> local() {
        String file = here.environment().getOrDefault(LOCAL_FILE, "");
        return file.isBlank()
                ? Optional.empty()
                : Optional.of(LocalBinary.open(here.path(file), wish.version(), here.cache()));
    }

    private static Binary onlyFor(Architecture architecture, Binary binary) {
        if (!binary.runsOn(architecture)) {
            throw new K3sDeployException(
                    binary.file() + " does not run on a machine with " + architecture.word(),
                    "Unset " + LOCAL_FILE + ", so that each machine gets a binary of its own kind");
        }
        return binary;
    }

    private K3sVersion version(Releases releases) {
        if (resolved.isEmpty()) {
            resolved = wish.version().or(() -> Optional.of(ask(releases)));
        }
        return resolved.get();
    }

    private K3sVersion ask(Releases releases) {
        ResolvedChannel channel = releases.resolve(wish.channel());
        channel.note().ifPresent(progress::note);
        return channel.version();
    }

    private Binary simulated(ReleaseUnreachableException why) {
        SimulatedRelease simulator = new SimulatedRelease(here.cache());
        K3sVersion version = wish.version().orElseGet(simulator::version);
        progress.note(Message.shaped("SIMULATED: {0}", why.what()));
        progress.note(Message.of("release.simulated", version, LOCAL_FILE));
        return simulator.binary(version);
    }
}
