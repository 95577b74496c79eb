package dev.k3sdeploy.inventory;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one template can name: the variables of its host and, by way of {@code hostvars}, those of the others. */
record TemplateScope(Template template, Resolver resolver, HostVariables host) {
    /** A value that stands for «leave this variable out». */
    static final String OMIT = "__omit_place_holder__";

    /** The value, {@link Undefined} where there is none. */
    @Nullable
    Object named(String name) {
        Given given = host.findOrAlias(name);
        if (given != null) {
            return resolver.variable(host, name, given);
        }
        return switch (name) {
            case "none", "None" -> null;
            case "hostvars" -> new HostVars();
            case "vars" -> new VarsOf(host);
            case "omit" -> OMIT;
            default -> new Undefined(this, name);
        };
    }

    World world() {
        return resolver.world();
    }

    TemplateException failure(String message) {
        return new TemplateException(template.at(), message + " in «" + shown() + "»", "");
    }

    TemplateException undefined(String name) {
        return template.undefined(name);
    }

    private String shown() {
        String text = template.text().strip();
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }

    /** A mapping whose values are resolved one by one; copying it would resolve them all. */
    interface Lazy {}

    /** {@code hostvars}: all hosts by name, also those that a limit leaves out. */
    private final class HostVars extends AbstractMap<String, Object> implements Lazy {
        @Override
        public boolean containsKey(@Nullable Object name) {
            return world().hosts().containsKey(name);
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            HostVariables found = world().hosts().get(name);
            return found == null ? null : new VarsOf(found);
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return new LazyEntries(world().hosts().keySet(), this::get);
        }
    }

    /** The variables of a host, each resolved when it is asked for. */
    private final class VarsOf extends AbstractMap<String, Object> implements Lazy {
        private final HostVariables of;

        VarsOf(HostVariables of) {
            this.of = of;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return name instanceof String text && of.findOrAlias(text) != null;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            Given given = name instanceof String text ? of.findOrAlias(text) : null;
            return given == null ? null : resolver.variable(of, String.valueOf(name), given);
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return new LazyEntries(of.names(), this::get);
        }
    }

    /** Entries whose number is known without their values, for jinjava asks for the size of every mapping. */
    private static final class LazyEntries extends AbstractSet<Map.Entry<String, Object>> {
        private final Set<String> names;
        private final Function<String, @Nullable Object> value;

        LazyEntries(Set<String> names, Function<String, @Nullable Object> value) {
            this.names = names;
            this.value = value;
        }

        @Override
        public int size() {
            return names.size();
        }

        @Override
        @SuppressWarnings("NullAway") // a variable may hold nothing, which the annotations of Map do not foresee
        public Iterator<Map.Entry<String, Object>> iterator() {
            Iterator<String> each = names.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public Map.Entry<String, Object> next() {
                    String name = each.next();
                    return new AbstractMap.SimpleImmutableEntry<>(name, value.apply(name));
                }
            };
        }
    }
}
