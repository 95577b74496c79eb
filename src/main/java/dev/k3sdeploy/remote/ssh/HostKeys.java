package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to know that a machine is the one it was.
 *
 * @param policy what happens to a key that nobody knows
 * @param own the known_hosts file of k3sdeploy, which new keys are written to
 * @param others known_hosts files to read only: the user's, the system's
 * @param alias the name to look for instead of the machine's own, as for HostKeyAlias
 */
public record HostKeys(Policy policy, Path own, List<Path> others, Optional<String> alias) {
    /** What to do with the key of a machine that no file knows. A changed or revoked key is another matter. */
    public enum Policy {
        /** Trust it and remember it. */
        ACCEPT_NEW,
        /** Refuse it. */
        YES,
        /** Ask a person, and remember it if they trust it. */
        ASK,
        /** Trust it, and a changed one too. A revoked key is refused all the same. */
        NO;

        /**
         * {@return the policy by its name in ssh_config(5), StrictHostKeyChecking}
         *
         * @param word {@code yes}, {@code ask}, {@code accept-new}, {@code no} or {@code off}
         * @throws IllegalArgumentException with the end of a sentence
         */
        public static Policy of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "accept-new" -> ACCEPT_NEW;
                case "yes", "true" -> YES;
                case "ask" -> ASK;
                case "no", "off", "false" -> NO;
                default ->
                    throw new IllegalArgumentException("is «" + word + "», and must be accept-new, yes, ask or no");
            };
        }
    }

    /**
     * Without an alias.
     *
     * @param policy what happens to a key that nobody knows
     * @param own the file that new keys are written to
     * @param others files that are only read
     */
    public HostKeys(Policy policy, Path own, List<Path> others) {
        this(policy, own, others, Optional.empty());
    }

    /**
     * Takes a copy of the others.
     *
     * @param policy {@link #policy()}
     * @param own {@link #own()}
     * @param others {@link #others()}
     * @param alias {@link #alias()}
     */
    public HostKeys {
        others = List.copyOf(others);
    }

    /**
     * Forgets the keys of a machine that was created anew, in the own file only.
     *
     * @param host name or address, as it was connected to
     * @param port its port
     * @return how many keys were forgotten
     * @throws HostKeyException when the file cannot be changed
     */
    public int forget(String host, int port) {
        return forget(KnownHost.name(host, port));
    }

    /**
     * Makes the folder of the own file, which nobody but k3sdeploy makes.
     *
     * @throws HostKeyException when it cannot be made
     */
    public void makeFolder() {
        try {
            Files.createDirectories(Objects.requireNonNull(own.toAbsolutePath().getParent(), "a file is in a folder"));
        } catch (IOException e) {
            throw HostKeyException.unwritable(own, e);
        }
    }

    /** What the files say of a machine, the own one first; of each file that says anything. */
    Map<Path, List<KnownHost>> known(String name) throws IOException {
        Map<Path, List<KnownHost>> known = new LinkedHashMap<>();
        for (Path file : Stream.concat(Stream.of(own), others.stream()).toList()) {
            List<KnownHost> lines = new KnownHostsFile(file)
                    .read().stream().filter(line -> line.isFor(name)).toList();
            if (!lines.isEmpty()) {
                known.put(file, lines);
            }
        }
        return known;
    }

    int forget(String name) {
        try {
            return new KnownHostsFile(own).forget(name);
        } catch (IOException e) {
            throw HostKeyException.unwritable(own, e);
        }
    }

    /**
     * Kept under another name than the machine's address, and in the own file alone.
     *
     * @param otherName empty for the machine's address
     * @return keys that no other file has a say in
     */
    public HostKeys onlyOwn(Optional<String> otherName) {
        return new HostKeys(policy, own, List.of(), otherName.or(() -> alias));
    }

    /**
     * {@return host keys that are taken when they are new, and refused when they changed}
     *
     * @param own the file that keeps them
     */
    public static HostKeys acceptNew(Path own) {
        return new HostKeys(Policy.ACCEPT_NEW, own, List.of());
    }
}
