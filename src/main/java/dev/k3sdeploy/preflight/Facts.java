package dev.k3sdeploy.preflight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a machine says of itself: names with one or more values, as {@code templates/preflight.sh} prints them.
 *
 * @param clock by how much its clock differs from this machine's
 */
record Facts(Map<String, List<String>> values, ClockOffset clock) {
    static Facts parse(String text, ClockOffset clock) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(line -> line.length == 2)
                .forEach(line -> values.computeIfAbsent(line[0], name -> new ArrayList<>())
                        .add(line[1].strip()));
        return new Facts(values, clock);
    }

    /** The value, or an empty text. */
    String text(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The values, each as its words. */
    List<String[]> words(String name) {
        return all(name).stream().map(value -> value.split("\\s+")).toList();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    OptionalLong number(String name) {
        String text = text(name);
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
