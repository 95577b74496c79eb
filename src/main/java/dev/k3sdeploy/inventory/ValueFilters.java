package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.JinjaFilters.Body;
import dev.k3sdeploy.inventory.JinjaFilters.Call;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters on single values and mappings: {@code default}, {@code bool}, {@code int}, {@code combine}, {@code to_json} … */
final class ValueFilters {
    private static final Set<String> TRUE = Set.of("yes", "on", "1", "true");

    private ValueFilters() {}

    static void addTo(Map<String, Body> all) {
        all.put("default", ValueFilters::orDefault);
        all.put("d", ValueFilters::orDefault);
        all.put("mandatory", ValueFilters::mandatory);
        all.put("bool", call -> call.value() == null ? null : bool(call.value()));
        all.put("int", ValueFilters::integer);
        all.put("float", ValueFilters::decimal);
        all.put("string", Call::text);
        all.put(
                "abs",
                call -> call.value() instanceof Double number
                        ? Math.abs(number)
                        : (Object) Math.abs(JinjaFilters.integer(call.value(), call.scope())));
        all.put("round", ValueFilters::round);
        all.put("ternary", ValueFilters::ternary);
        all.put("combine", ValueFilters::combine);
        all.put("dict2items", ValueFilters::toItems);
        all.put("items2dict", ValueFilters::fromItems);
        all.put("type_debug", call -> PythonTypes.name(call.value()));
        all.put("to_json", call -> JsonText.compact(call.value()));
        all.put("to_nice_json", call -> JsonText.indented(call.value()));
        all.put("from_json", call -> parsed(call, true));
        all.put("from_yaml", call -> parsed(call, false));
        all.put("to_yaml", call -> YamlText.of(call.value()));
        all.put("to_nice_yaml", call -> YamlText.of(call.value()));
    }

    private static @Nullable Object orDefault(Call call) {
        boolean alsoFalse = call.flag(1, "boolean");
        boolean missing = call.value() instanceof Undefined || (alsoFalse && !PythonTruth.of(call.value()));
        return missing ? call.argument(0, "default_value", "") : call.value();
    }

    private static @Nullable Object mandatory(Call call) {
        return Jinja.plain(call.value());
    }

    private static boolean bool(Object value) {
        return value instanceof Boolean truth
                ? truth
                : TRUE.contains(PythonValues.text(value).toLowerCase(Locale.ROOT));
    }

    private static Object integer(Call call) {
        if (call.value() instanceof String text && text.strip().matches("[-+]?\\d+\\.\\d*")) {
            return new BigDecimal(text.strip()).intValue();
        }
        Integer number = PythonValues.toInteger(call.value());
        return number == null ? JinjaFilters.integer(call.argument(0, "default", 0), call.scope()) : number;
    }

    private static Object decimal(Call call) {
        try {
            return Double.parseDouble(call.text().strip());
        } catch (NumberFormatException e) {
            return 0.0;
        }
    }

    private static Object round(Call call) {
        int digits = JinjaFilters.integer(call.argument(0, "precision", 0), call.scope());
        RoundingMode mode = switch (call.text(1, "method", "common")) {
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> RoundingMode.HALF_EVEN;
        };
        try {
            return new BigDecimal(call.text()).setScale(digits, mode).doubleValue();
        } catch (NumberFormatException e) {
            throw call.failure("«" + call.text() + "» is no number");
        }
    }

    private static @Nullable Object ternary(Call call) {
        if (call.value() == null && call.arguments().size() > 2) {
            return call.arguments().get(2);
        }
        return PythonTruth.of(call.value()) ? call.argument(0, "true_val", null) : call.argument(1, "false_val", null);
    }

    private static Object combine(Call call) {
        boolean deep = PythonTruth.of(call.named().get("recursive"));
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>(call.mapping(call.value()));
        for (Object argument : call.arguments()) {
            for (Object map : argument instanceof List<?> list ? list : java.util.Arrays.asList(argument)) {
                merge(all, call.mapping(map), deep);
            }
        }
        return all;
    }

    private static void merge(Map<@Nullable Object, @Nullable Object> into, Map<?, ?> from, boolean deep) {
        from.forEach((key, value) -> {
            if (deep && into.get(key) instanceof Map<?, ?> mine && value instanceof Map<?, ?> theirs) {
                Map<@Nullable Object, @Nullable Object> merged = new LinkedHashMap<>(mine);
                merge(merged, theirs, true);
                into.put(key, merged);
            } else {
                into.put(key, value);
            }
        });
    }

    private static Object toItems(Call call) {
        String key = call.text(0, "key_name", "key");
        String value = call.text(1, "value_name", "value");
        return call.mapping(call.value()).entrySet().stream()
                .map(entry -> {
                    Map<String, @Nullable Object> item = new LinkedHashMap<>();
                    item.put(key, entry.getKey());
                    item.put(value, entry.getValue());
                    return item;
                })
                .toList();
    }

    private static Object fromItems(Call call) {
        String key = call.text(0, "key_name", "key");
        String value = call.text(1, "value_name", "value");
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
        call.items()
                .forEach(item ->
                        all.put(call.mapping(item).get(key), call.mapping(item).get(value)));
        return all;
    }

    private static @Nullable Object parsed(Call call, boolean json) {
        Problems problems = new Problems();
        TextFile text = new TextFile("text", call.text(), true);
        Tree tree = json ? JsonReader.readJson(text, problems) : Documents.read(text, problems);
        if (tree == null) {
            throw call.failure(problems.errors().get(0).message());
        }
        return tree.plain();
    }
}
