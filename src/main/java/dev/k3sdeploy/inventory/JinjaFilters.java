package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every filter that templates may use, by the name that Ansible gives it. */
final class JinjaFilters {
    static final Map<String, Body> ALL = all();

    private static final Set<String> TAKE_UNDEFINED = Set.of("default", "d", "mandatory");

    private JinjaFilters() {}

    private static Map<String, Body> all() {
        Map<String, Body> all = new LinkedHashMap<>();
        ValueFilters.addTo(all);
        TextFilters.addTo(all);
        ListFilters.addTo(all);
        AddressFilters.addTo(all);
        return Map.copyOf(all);
    }

    /** Runs a filter by name, as {@code map('upper')} asks. */
    static @Nullable Object apply(String name, Call call) {
        Body body = ALL.get(name);
        if (body == null) {
            throw call.failure("there is no filter «" + name + "»");
        }
        return body.apply(call);
    }

    static int integer(@Nullable Object value, TemplateScope scope) {
        Integer number = PythonValues.toInteger(value);
        if (number == null) {
            throw scope.failure("«" + PythonValues.text(value) + "» is no whole number");
        }
        return number;
    }

    /** What a filter does. */
    interface Body {
        @Nullable
        Object apply(Call call);
    }

    /**
     * One use of a filter.
     *
     * @param value what stands left of the bar, in plain JDK types
     * @param arguments the positional ones
     * @param named the named ones
     */
    record Call(
            @Nullable Object value,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named,
            TemplateScope scope) {
        /** An argument by position or name, else a default. */
        @Nullable
        Object argument(int position, String name, @Nullable Object otherwise) {
            return arguments.size() > position ? arguments.get(position) : named.getOrDefault(name, otherwise);
        }

        String text() {
            return PythonValues.text(value);
        }

        String text(int position, String name, String otherwise) {
            return PythonValues.text(argument(position, name, otherwise));
        }

        boolean flag(int position, String name) {
            return PythonTruth.of(argument(position, name, false));
        }

        /** The value as a list: keys of a mapping, characters of a text. */
        List<@Nullable Object> items() {
            return items(value);
        }

        List<@Nullable Object> items(@Nullable Object of) {
            if (of instanceof List<?> list) {
                return new ArrayList<>(list);
            }
            if (of instanceof Map<?, ?> map) {
                return new ArrayList<>(map.keySet());
            }
            if (of instanceof String text) {
                return new ArrayList<>(
                        text.codePoints().mapToObj(Character::toString).toList());
            }
            throw failure("a list is needed, not «" + PythonValues.text(of) + "»");
        }

        Map<?, ?> mapping(@Nullable Object of) {
            if (of instanceof Map<?, ?> map) {
                return map;
            }
            throw failure("a mapping is needed, not «" + PythonValues.text(of) + "»");
        }

        Call with(@Nullable Object other, List<@Nullable Object> otherArguments) {
            return new Call(other, otherArguments, named, scope);
        }

        TemplateException failure(String message) {
            return scope.failure(message);
        }
    }

    /** A filter as jinjava wants it. */
    record Adapter(String name, Body body) implements Filter {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public @Nullable Object filter(
                @Nullable Object value,
                JinjavaInterpreter interpreter,
                @Nullable Object[] arguments,
                Map<String, Object> named) {
            List<@Nullable Object> positional = new ArrayList<>();
            for (Object argument : arguments) {
                positional.add(Jinja.plain(argument));
            }
            Map<String, @Nullable Object> options = new LinkedHashMap<>();
            named.forEach((key, option) -> options.put(key, Jinja.plain(option)));
            boolean asIs = value instanceof Undefined && TAKE_UNDEFINED.contains(name);
            return body.apply(new Call(asIs ? value : Jinja.plain(value), positional, options, JinjaFunctions.scope()));
        }

        @Override
        public @Nullable Object filter(@Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
            return filter(value, interpreter, (Object[]) arguments, Map.of());
        }
    }
}
