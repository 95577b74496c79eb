package dev.k3sdeploy.k3s;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flags that K3S is documented to have, by {@code k3s-flags.txt}. A newer K3S may know more, so an unknown one is a
 * reason to ask, not to refuse.
 */
public final class KnownFlags {
    private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]+?)(?:>=1\\.(\\d+)|->([a-z0-9-]+))?");

    private final Map<String, Flag> flags = new TreeMap<>();

    /**
     * A flag.
     *
     * @param roles {@code both}, {@code server} or {@code agent}
     * @param since the first minor version of K3S 1 that has it; 0 for all that matter
     * @param instead the name that newer versions have for it; empty for one that is not old
     */
    private record Flag(String roles, int since, String instead) {}

    private KnownFlags() {}

    /**
     * Reads the table.
     *
     * @return all flags that are known, from the product's own files
     */
    public static KnownFlags read() {
        KnownFlags known = new KnownFlags();
        try (InputStream table = KnownFlags.class.getResourceAsStream("/k3s-flags.txt")) {
            new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(known::add);
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String roles = line.replaceFirst(" .*", "");
        for (String word : line.substring(roles.length()).strip().split(" +", -1)) {
            Matcher entry = ENTRY.matcher(word);
            if (!entry.matches()) {
                throw new IllegalStateException("k3s-flags.txt: " + word);
            }
            int since = entry.group(2) == null ? 0 : Integer.parseInt(entry.group(2));
            flags.put(entry.group(1), new Flag(roles, since, Objects.requireNonNullElse(entry.group(3), "")));
        }
    }

    /** {@return all names} */
    public SortedSet<String> names() {
        return new TreeSet<>(flags.keySet());
    }

    /**
     * {@return whether there is such a flag}
     *
     * @param key without dashes
     */
    public boolean has(String key) {
        return flags.containsKey(key);
    }

    /**
     * {@return whether only servers know it: an agent that finds it in its configuration does not start}
     *
     * @param key without dashes
     */
    public boolean serversOnly(String key) {
        return has(key) && Objects.requireNonNull(flags.get(key)).roles().equals("server");
    }

    /**
     * The new name of an old flag.
     *
     * @param key without dashes
     * @return empty when it still has its old one
     */
    public Optional<String> renamed(String key) {
        return Optional.ofNullable(flags.get(key)).map(Flag::instead).filter(name -> !name.isEmpty());
    }

    /**
     * The minor version that a flag came with, where that is later than the given one.
     *
     * @param key without dashes
     * @param minor of the version that is to run: 33 for v1.33
     * @return empty when that version knows it
     */
    public Optional<Integer> laterThan(String key, int minor) {
        return Optional.ofNullable(flags.get(key)).map(Flag::since).filter(since -> since > minor);
    }
}
