package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document read from YAML or JSON: plain data in which everything knows where it was written. */
sealed interface Tree {
    Location at();

    /** The data alone; may hold {@link Encrypted} and {@link Unsafe}. */
    @Nullable
    Object plain();

    /** What a message calls this kind of thing. */
    String kind();

    /** A scalar: text, number, truth value or nothing. */
    record Leaf(@Nullable Object plain, Location at) implements Tree {
        @Override
        public String kind() {
            return plain == null ? "nothing" : plain instanceof String ? "text" : "a single value";
        }
    }

    /** A list. */
    record Items(List<Tree> items, Location at) implements Tree {
        @Override
        public Object plain() {
            List<@Nullable Object> values = new ArrayList<>(items.size());
            items.forEach(item -> values.add(item.plain()));
            return values;
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping, in the order of the document; keys are scalars of any type. */
    record Entries(Map<@Nullable Object, Entry> entries, Location at) implements Tree {
        @Override
        public Object plain() {
            Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
            entries.forEach((key, entry) -> values.put(key, entry.value().plain()));
            return values;
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** One value of a mapping, with the place of its key. */
    record Entry(Location keyAt, Tree value) {}
}
