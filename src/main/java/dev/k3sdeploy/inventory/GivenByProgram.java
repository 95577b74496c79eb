package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InvalidInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables that a program hands over instead of writing them down. */
final class GivenByProgram {
    private GivenByProgram() {}

    /**
     * The same as an inventory would have them.
     *
     * @param at where to look for what is wrong with one
     * @throws InvalidInputException when a value is of a kind that no inventory can hold
     */
    static Map<String, Given> of(Map<String, ?> variables, Location at) {
        Map<String, Given> given = new LinkedHashMap<>();
        variables.forEach((name, value) -> given.put(name, new Given(plain(name, value), at)));
        return given;
    }

    private static @Nullable Object plain(String name, @Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(name, item)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), plain(name, item)));
            return copy;
        }
        throw InvalidInputException.of(
                "variable " + name,
                "is a " + value.getClass().getName() + ", which an inventory cannot hold",
                "give a text, a number, a boolean, a list or a mapping");
    }
}
