package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code k3s} executable that the user put on this machine ({@code K3SDEPLOY_K3S}). */
public final class LocalBinary {
    private static final Pattern VERSION = Pattern.compile("k3s version (\\S+)");

    /** It unpacks itself when it is run for the first time, and other work may keep this machine busy meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LocalBinary() {}

    /**
     * Looks at the file, and runs {@code <file> --version} when it is made for this machine.
     *
     * @param file to be run by machines; its name tells nothing
     * @param wanted the version that the user asked for: must be the file's own where that can be learnt, and is
     *     believed where it cannot
     * @param cache the folder of this product in the user's cache, where hashes are remembered
     * @return the verified file
     */
    public static Binary open(Path file, Optional<K3sVersion> wanted, Path cache) {
        return open(file, wanted, cache, PATIENCE);
    }

    static Binary open(Path file, Optional<K3sVersion> wanted, Path cache, Duration patience) {
        Optional<Architecture> architecture = architecture(file);
        Answer answer = ask(file, architecture, patience);
        Optional<K3sVersion> own = answer.version();
        if (own.isPresent() && wanted.isPresent() && !own.equals(wanted)) {
            throw new K3sDeployException(
                    file + " is K3S " + own.get() + ", but k3s_version asks for " + wanted.get(),
                    "Leave out k3s_version, or unset K3SDEPLOY_K3S");
        }
        K3sVersion version = own.or(() -> wanted)
                .orElseThrow(() -> answer.inTime() ? versionUnknown(file) : tooSlow(file, patience));
        return new Binary(hash(file, cache), version, architecture, Binary.Origin.LOCAL_FILE);
    }

    /** What the file says of itself; empty where this machine cannot run it. */
    static Optional<K3sVersion> versionOf(Path file) {
        return ask(file, architecture(file), PATIENCE).version();
    }

    private static Answer ask(Path file, Optional<Architecture> architecture, Duration patience) {
        return architecture.isEmpty() || architecture.equals(thisMachine()) ? ask(file, patience) : Answer.NONE;
    }

    /** What a program says of its version; not in time when it was still at it. */
    private record Answer(Optional<K3sVersion> version, boolean inTime) {
        static final Answer NONE = new Answer(Optional.empty(), true);
    }

    /** From the ELF header; empty for a script. */
    private static Optional<Architecture> architecture(Path file) {
        if (!Files.isRegularFile(file)) {
            throw unusable(file, Files.exists(file) ? "it is not a regular file" : "there is no such file");
        }
        try {
            if (isScript(file)) {
                return Optional.empty();
            }
            ElfProgram program =
                    ElfProgram.of(file).orElseThrow(() -> unusable(file, "it is not an executable for Linux"));
            if (Files.size(file) < program.end()) {
                throw unusable(file, "it is only a part of one: its end is missing");
            }
            return Optional.of(architecture(file, program.machine()));
        } catch (IOException e) {
            throw unusable(file, "it cannot be read");
        }
    }

    private static boolean isScript(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("#!");
        }
    }

    private static Architecture architecture(Path file, int machine) {
        return switch (machine) { // e_machine of the ELF specification
            case 62 -> Architecture.AMD64;
            case 183 -> Architecture.ARM64;
            case 40 -> Architecture.ARMHF;
            default ->
                throw unusable(file, "it is made for a processor that K3S does not run on (ELF " + machine + ")");
        };
    }

    private static Optional<Architecture> thisMachine() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        String machine = System.getProperty("os.arch", "");
        if (!linux) {
            return Optional.empty();
        }
        return machine.equals("amd64") || machine.equals("aarch64")
                ? Optional.of(Architecture.of(machine))
                : Optional.empty();
    }

    private static Answer ask(Path file, Duration patience) {
        try {
            Process process = new ProcessBuilder(file.toAbsolutePath().toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Answer(Optional.empty(), false);
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(text);
            return version.find() ? new Answer(K3sVersion.find(version.group(1)), true) : Answer.NONE;
        } catch (IOException e) {
            return Answer.NONE; // not marked as executable, or made for another system
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("Interrupted while asking " + file + " for its version", "", e);
        }
    }

    private static VerifiedFile hash(Path file, Path cache) {
        try {
            return KnownHashes.in(cache).of(file);
        } catch (IOException e) {
            throw unusable(file, "it cannot be read");
        }
    }

    private static K3sDeployException unusable(Path file, String why) {
        return new K3sDeployException(
                "The k3s binary " + file + " cannot be used: " + why,
                "K3SDEPLOY_K3S must name the file k3s of a K3S release, made for the machines' processor");
    }

    private static K3sDeployException tooSlow(Path file, Duration patience) {
        return new K3sDeployException(
                "The version of " + file + " cannot be learnt: `" + file + " --version` has not ended within "
                        + patience.toSeconds() + " s",
                "Try again when this machine is less busy, or say the version: -e k3s_version=v1.33.5+k3s1");
    }

    private static K3sDeployException versionUnknown(Path file) {
        return new K3sDeployException(
                "The version of " + file + " cannot be learnt: `" + file
                        + " --version` does not run or does not tell it",
                "Mark it as executable (chmod +x " + file + "), or say it: -e k3s_version=v1.33.5+k3s1");
    }
}
