package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lab's stand-in for the {@code k3s} executable, for machines of the lab where no release can be had. It is a script
 * whose line {@code VERSION = "…"} is set to the version that it shall claim.
 */
public final class SimulatedRelease {
    private static final String RESOURCE = "/lab/simulator/k3s";
    private static final Pattern VERSION_LINE = Pattern.compile("(?m)^VERSION = \"([^\"\\n]*)\"");
    private final Path cache;
    private final String script;

    /**
     * Takes the script from the class path.
     *
     * @param cache the folder of this product in the user's cache
     */
    public SimulatedRelease(Path cache) {
        this(cache, resource());
    }

    SimulatedRelease(Path cache, String script) {
        this.cache = cache;
        this.script = script;
    }

    /** {@return the version that the script claims by itself} */
    public K3sVersion version() {
        return K3sVersion.parse(versionLine().group(1));
    }

    /**
     * Written anew each time, below {@code simulated/} in the cache: no run can meet an old simulator there.
     *
     * @param version that it is to claim
     * @return a file that runs on any architecture with a Python
     */
    public Binary binary(K3sVersion version) {
        Path folder = cache.resolve("simulated").resolve(version.toString());
        CacheFolder.create(folder);
        try {
            Path file = PartFile.text(folder, "k3s", rendered(version));
            return new Binary(Sha256.of(file), version, Optional.empty(), Binary.Origin.SIMULATED);
        } catch (IOException e) {
            throw CacheFolder.unwritable(folder, e);
        }
    }

    private String rendered(K3sVersion version) {
        return versionLine().replaceFirst(Matcher.quoteReplacement("VERSION = \"" + version + "\""));
    }

    private Matcher versionLine() {
        Matcher line = VERSION_LINE.matcher(script);
        if (!line.find()) {
            throw new IllegalStateException("the simulator has no line VERSION = \"…\"");
        }
        return line;
    }

    private static String resource() {
        try (InputStream in = SimulatedRelease.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new K3sDeployException(
                        "This build has no simulator of K3S",
                        "Build k3sdeploy from its repository, where lab/simulator is");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
