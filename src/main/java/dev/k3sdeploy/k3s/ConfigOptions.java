package dev.k3sdeploy.k3s;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of K3S's config.yaml: keys are the long names of its flags; a value is a text, a boolean, or the
 * list of a flag that is given more than once.
 */
public final class ConfigOptions {
    private static final Map<String, String> SHORT = Map.of("v", "v", "d", "data-dir", "t", "token", "s", "server");

    private final Map<String, List<Object>> values;

    private ConfigOptions(Map<String, List<Object>> values) {
        this.values = values;
    }

    /** {@return no options} */
    public static ConfigOptions none() {
        return new ConfigOptions(Map.of());
    }

    /**
     * Reads words of a K3S command line: {@code --key value}, {@code --key=value}, {@code --switch}.
     *
     * @param words each one word, as a shell would split them
     * @return the options in their order
     * @throws IllegalArgumentException naming the word that is neither
     */
    public static ConfigOptions ofFlags(List<String> words) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (!word.matches("--?[A-Za-z][A-Za-z0-9-]*(=(?s:.*))?")) {
                throw new IllegalArgumentException("«" + word + "» is not a flag of k3s");
            }
            String flag = word.replaceFirst("^--?", "");
            int equals = flag.indexOf('=');
            if (equals >= 0) {
                add(values, flag.substring(0, equals), flag.substring(equals + 1));
            } else if (at + 1 < words.size() && !words.get(at + 1).startsWith("-")) {
                add(values, flag, words.get(++at));
            } else {
                add(values, flag, true);
            }
        }
        return new ConfigOptions(values);
    }

    /**
     * Takes over what stands in a config.yaml: texts, numbers, booleans, and lists of them; a key without a value says
     * nothing.
     *
     * @param mapping from YAML
     * @return the options in their order
     * @throws IllegalArgumentException naming the key with another value
     */
    public static ConfigOptions ofMapping(Map<String, ? extends @Nullable Object> mapping) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        mapping.forEach((key, value) -> {
            List<?> items = value instanceof List<?> list ? list : Collections.singletonList(value);
            for (Object item : items) {
                if (item instanceof Map || item instanceof List) {
                    throw new IllegalArgumentException(
                            "«" + key + "» must be a text, a number, true, false or a list of them");
                }
                if (item != null) {
                    add(values, key, item instanceof Number ? item.toString() : item);
                }
            }
        });
        return new ConfigOptions(values);
    }

    private static void add(Map<String, List<Object>> values, String flag, Object value) {
        boolean isSwitch = value.equals("true") || value.equals("false");
        values.computeIfAbsent(SHORT.getOrDefault(flag, flag), key -> new ArrayList<>())
                .add(isSwitch ? Boolean.valueOf(value.toString()) : value);
    }

    /**
     * One more value for a key.
     *
     * @param key without dashes
     * @param value text, number or boolean
     * @return these options and this one; of a key that may stand once only, both values
     */
    public ConfigOptions with(String key, Object value) {
        Map<String, List<Object>> copy = new LinkedHashMap<>();
        values.forEach((name, list) -> copy.put(name, new ArrayList<>(list)));
        copy.computeIfAbsent(key, name -> new ArrayList<>()).add(value);
        return new ConfigOptions(copy);
    }

    /**
     * Without this value of a key.
     *
     * @param key without dashes
     * @param value as it was given
     * @return the others
     */
    public ConfigOptions without(String key, Object value) {
        Map<String, List<Object>> copy = new LinkedHashMap<>(values);
        copy.computeIfPresent(key, (name, list) -> {
            List<Object> left =
                    list.stream().filter(item -> !item.equals(value)).toList();
            return left.isEmpty() ? null : left;
        });
        return new ConfigOptions(copy);
    }

    /**
     * The defaults with these put over them; the values of an additive key come after the defaults' own.
     *
     * @param defaults what counts where these say nothing
     * @param additive keys that may have several values
     * @return both, in the defaults' order first
     */
    public ConfigOptions over(ConfigOptions defaults, Set<String> additive) {
        Map<String, List<Object>> merged = new LinkedHashMap<>(defaults.values);
        values.forEach((key, own) -> {
            List<Object> before = additive.contains(key) ? defaults.get(key) : List.of();
            merged.put(
                    key, Stream.concat(before.stream(), own.stream()).distinct().toList());
        });
        return new ConfigOptions(merged);
    }

    /**
     * These and the other's, the values of a key that both have one after the other.
     *
     * @param other added after these
     * @return both
     */
    public ConfigOptions and(ConfigOptions other) {
        ConfigOptions merged = this;
        for (Map.Entry<String, List<Object>> entry : other.values.entrySet()) {
            for (Object value : entry.getValue()) {
                merged = merged.with(entry.getKey(), value);
            }
        }
        return merged;
    }

    /**
     * The values of a key; empty when it is not set.
     *
     * @param key without dashes
     * @return in their order; one for a key that may stand once
     */
    public List<Object> get(String key) {
        return Collections.unmodifiableList(values.getOrDefault(key, List.of()));
    }

    /** {@return the text of config.yaml, keys in the order in which they were given} */
    public String yaml() {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((key, list) -> plain.put(key, list.size() == 1 ? list.get(0) : list));
        return BlockYaml.of(plain);
    }

    /** {@return the keys, in the order in which they were given} */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * Without these keys.
     *
     * @param keys without dashes
     * @return the others
     */
    public ConfigOptions without(Set<String> keys) {
        Map<String, List<Object>> copy = new LinkedHashMap<>(values);
        copy.keySet().removeAll(keys);
        return new ConfigOptions(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigOptions options && options.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
