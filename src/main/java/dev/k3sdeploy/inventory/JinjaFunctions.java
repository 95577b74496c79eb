package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.MacroFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions of templates: {@code lookup}, {@code query}, {@code q}, {@code range} and {@code dict}. */
final class JinjaFunctions {
    /** No template can name this: {@link Jinja} refuses four underscores. */
    private static final String SCOPE = "____scope";

    /** Where jinjava takes a macro to be defined; ours are not, and a context is slow to make. */
    private static final Context NOWHERE = new Context();

    private JinjaFunctions() {}

    /** The functions of one template; makes its scope known to {@link #scope}. */
    static List<MacroFunction> of(TemplateScope scope, Context context) {
        context.put(SCOPE, scope);
        Lookups lookups = new Lookups(scope);
        return List.of(
                new Function("lookup", (arguments, named) -> lookups.lookup(arguments, named)),
                new Function("query", (arguments, named) -> lookups.query(arguments, named)),
                new Function("q", (arguments, named) -> lookups.query(arguments, named)),
                new Function("range", (arguments, named) -> range(arguments, scope)),
                new Function("dict", (arguments, named) -> named));
    }

    /** The scope of the template that is being rendered on this thread. */
    static TemplateScope scope() {
        return (TemplateScope) Objects.requireNonNull(
                JinjavaInterpreter.getCurrent().getContext().get(SCOPE));
    }

    private static List<Integer> range(List<@Nullable Object> arguments, TemplateScope scope) {
        List<Integer> bounds = new ArrayList<>();
        arguments.forEach(argument -> bounds.add(JinjaFilters.integer(argument, scope)));
        if (bounds.isEmpty() || bounds.size() > 3 || (bounds.size() == 3 && bounds.get(2) == 0)) {
            throw scope.failure("range() needs one to three numbers, the step not 0");
        }
        int from = bounds.size() == 1 ? 0 : bounds.get(0);
        int to = bounds.size() == 1 ? bounds.get(0) : bounds.get(1);
        int step = bounds.size() == 3 ? bounds.get(2) : 1;
        List<Integer> numbers = new ArrayList<>();
        for (long i = from; (step > 0 ? i < to : i > to) && numbers.size() < 10_000; i += step) {
            numbers.add((int) i);
        }
        return numbers;
    }

    /** What a function does with its arguments, positional and named. */
    private interface Body {
        @Nullable
        Object call(List<@Nullable Object> arguments, Map<String, @Nullable Object> named);
    }

    /** A function in the only form that jinjava calls without looking for a Java method. */
    private static final class Function extends MacroFunction {
        private final Body body;

        Function(String name, Body body) {
            super(List.of(), name, new LinkedHashMap<>(), false, NOWHERE, -1, -1);
            this.body = body;
        }

        @Override
        public @Nullable Object doEvaluate(
                Map<String, Object> declared, Map<String, Object> named, List<Object> positional) {
            List<@Nullable Object> arguments = new ArrayList<>();
            positional.forEach(argument -> arguments.add(Jinja.plain(argument)));
            Map<String, @Nullable Object> options = new LinkedHashMap<>();
            named.forEach((name, value) -> options.put(name, Jinja.plain(value)));
            return body.call(arguments, options);
        }
    }
}
