package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import dev.k3sdeploy.inventory.JinjaFilters.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Every test that templates may use after {@code is}, and by name in {@code select} and its kin. */
final class JinjaTests {
    static final Map<String, Body> ALL = all();

    private static final Set<String> TAKE_UNDEFINED = Set.of("defined", "undefined");

    private JinjaTests() {}

    private static Map<String, Body> all() {
        Map<String, Body> all = new LinkedHashMap<>();
        all.put("defined", call -> !(call.value() instanceof Undefined));
        all.put("undefined", call -> call.value() instanceof Undefined);
        all.put("none", call -> call.value() == null);
        all.put("string", call -> call.value() instanceof String);
        all.put("number", call -> call.value() instanceof Number || call.value() instanceof Boolean);
        all.put("integer", call -> PythonTypes.name(call.value()).equals("int"));
        all.put("float", call -> call.value() instanceof Double);
        all.put("boolean", call -> call.value() instanceof Boolean);
        all.put("true", call -> Boolean.TRUE.equals(call.value()));
        all.put("false", call -> Boolean.FALSE.equals(call.value()));
        all.put("truthy", call -> PythonTruth.of(call.value()));
        all.put("falsy", call -> !PythonTruth.of(call.value()));
        all.put("mapping", call -> call.value() instanceof Map);
        all.put("sequence", JinjaTests::isIterable);
        all.put("iterable", JinjaTests::isIterable);
        all.put("lower", call -> call.text().equals(call.text().toLowerCase(java.util.Locale.ROOT)));
        all.put("upper", call -> call.text().equals(call.text().toUpperCase(java.util.Locale.ROOT)));
        all.put("even", call -> JinjaFilters.integer(call.value(), call.scope()) % 2 == 0);
        all.put("odd", call -> JinjaFilters.integer(call.value(), call.scope()) % 2 != 0);
        addComparisons(all);
        addMembership(all);
        addRegex(all);
        return Map.copyOf(all);
    }

    private static void addComparisons(Map<String, Body> all) {
        for (String name : List.of("equalto", "eq", "==", "sameas")) {
            all.put(name, call -> equal(call.value(), first(call)));
        }
        for (String name : List.of("ne", "!=")) {
            all.put(name, call -> !equal(call.value(), first(call)));
        }
        all.put("gt", call -> order(call) > 0);
        all.put("greaterthan", call -> order(call) > 0);
        all.put(">", call -> order(call) > 0);
        all.put("ge", call -> order(call) >= 0);
        all.put(">=", call -> order(call) >= 0);
        all.put("lt", call -> order(call) < 0);
        all.put("lessthan", call -> order(call) < 0);
        all.put("<", call -> order(call) < 0);
        all.put("le", call -> order(call) <= 0);
        all.put("<=", call -> order(call) <= 0);
    }

    private static void addMembership(Map<String, Body> all) {
        all.put("in", call -> contains(first(call), call.value(), call));
        all.put("contains", call -> contains(call.value(), first(call), call));
        all.put("subset", call -> call.items(first(call)).containsAll(call.items()));
        all.put("superset", call -> call.items().containsAll(call.items(first(call))));
    }

    private static void addRegex(Map<String, Body> all) {
        all.put(
                "match",
                call -> TextFilters.pattern(pattern(call), call)
                        .matcher(call.text())
                        .lookingAt());
        all.put(
                "search",
                call -> TextFilters.pattern(pattern(call), call)
                        .matcher(call.text())
                        .find());
        all.put(
                "regex",
                call -> TextFilters.pattern(pattern(call), call)
                        .matcher(call.text())
                        .find());
    }

    private static String pattern(Call call) {
        return PythonValues.text(first(call));
    }

    private static @Nullable Object first(Call call) {
        if (call.arguments().isEmpty()) {
            throw call.failure("the test needs something to compare with");
        }
        return call.arguments().get(0);
    }

    private static int order(Call call) {
        return PythonOrder.compare(call.value(), first(call), true, call.scope());
    }

    /** Python's ==: numbers by value, truth values among them, lists and mappings member by member. */
    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> equal(a.get(i), b.get(i)));
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.entrySet().stream()
                            .allMatch(entry ->
                                    b.containsKey(entry.getKey()) && equal(entry.getValue(), b.get(entry.getKey())));
        }
        Double a = number(left);
        Double b = number(right);
        return (a != null && b != null) ? a.equals(b) : Objects.equals(left, right);
    }

    private static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1.0 : 0.0;
        }
        return value instanceof Number number ? number.doubleValue() : null;
    }

    private static boolean contains(@Nullable Object container, @Nullable Object item, Call call) {
        if (container instanceof String text) {
            return text.contains(PythonValues.text(item));
        }
        return call.items(container).stream().anyMatch(member -> equal(member, item));
    }

    private static boolean isIterable(Call call) {
        return call.value() instanceof Collection || call.value() instanceof Map || call.value() instanceof String;
    }

    /** Runs a test by name. */
    static boolean apply(String name, @Nullable Object value, List<@Nullable Object> arguments, TemplateScope scope) {
        Body body = ALL.get(name);
        if (body == null) {
            throw scope.failure("there is no test «" + name + "»");
        }
        boolean asIs = value instanceof Undefined && TAKE_UNDEFINED.contains(name);
        return body.holds(new Call(asIs ? value : Jinja.plain(value), arguments, Map.of(), scope));
    }

    /** What a test asks. */
    interface Body {
        boolean holds(Call call);
    }

    /** A test as jinjava wants it. */
    record Adapter(String name, Body body) implements ExpTest {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean evaluate(@Nullable Object value, JinjavaInterpreter interpreter, @Nullable Object... arguments) {
            List<@Nullable Object> plain = new ArrayList<>();
            for (Object argument : arguments) {
                plain.add(Jinja.plain(argument));
            }
            return apply(name, value, plain, JinjaFunctions.scope());
        }
    }
}
