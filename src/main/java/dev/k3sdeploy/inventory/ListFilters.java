package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.JinjaFilters.Body;
import dev.k3sdeploy.inventory.JinjaFilters.Call;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters on lists: {@code join}, {@code map}, {@code select}, {@code selectattr}, {@code sort}, {@code unique} … */
final class ListFilters {
    private ListFilters() {}

    static void addTo(Map<String, Body> all) {
        all.put("join", ListFilters::join);
        all.put("map", ListFilters::map);
        all.put("extract", ListFilters::extract);
        all.put("select", call -> choose(call, 0, true, false));
        all.put("reject", call -> choose(call, 0, false, false));
        all.put("selectattr", call -> choose(call, 1, true, true));
        all.put("rejectattr", call -> choose(call, 1, false, true));
        all.put("list", Call::items);
        all.put("first", call -> at(call, 0));
        all.put("last", call -> at(call, -1));
        all.put("length", call -> call.items().size());
        all.put("count", call -> call.items().size());
        all.put("sort", ListFilters::sort);
        all.put("reverse", ListFilters::reverse);
        all.put("unique", call -> new ArrayList<>(new LinkedHashSet<>(call.items())));
        all.put("union", call -> setOf(call.items(), other(call)));
        all.put("intersect", call -> kept(call, true));
        all.put("difference", call -> kept(call, false));
        all.put("flatten", call -> flat(call.items(), levels(call)));
        all.put("sum", ListFilters::sum);
        all.put("min", call -> Collections.min(some(call), order(call, true)));
        all.put("max", call -> Collections.max(some(call), order(call, true)));
        all.put("zip", ListFilters::zip);
    }

    private static Object join(Call call) {
        String attribute = call.text(1, "attribute", "");
        List<@Nullable Object> items = call.items();
        if (!attribute.isEmpty()) {
            items.replaceAll(item -> attribute(item, attribute, call));
        }
        return PythonText.join(items, call.text(0, "d", ""));
    }

    private static Object map(Call call) {
        List<@Nullable Object> mapped = new ArrayList<>();
        Object attribute = call.named().get("attribute");
        if (attribute == null && call.arguments().isEmpty()) {
            throw call.failure("map needs a filter or an attribute");
        }
        for (Object item : call.items()) {
            if (attribute == null) {
                String filter = PythonValues.text(call.arguments().get(0));
                mapped.add(JinjaFilters.apply(
                        filter,
                        call.with(
                                item,
                                call.arguments().subList(1, call.arguments().size()))));
            } else {
                mapped.add(attribute(item, PythonValues.text(attribute), call));
            }
        }
        return mapped;
    }

    /** {@code key | extract(container)}, with further keys for what lies deeper. */
    private static @Nullable Object extract(Call call) {
        Object found = member(call.argument(0, "container", null), call.value(), call);
        Object deeper = call.argument(1, "morekeys", null);
        for (Object key : deeper instanceof List<?> keys ? keys : deeper == null ? List.of() : List.of(deeper)) {
            found = member(found, key, call);
        }
        return found;
    }

    private static @Nullable Object attribute(@Nullable Object item, String path, Call call) {
        Object found = item;
        for (String name : path.split("\\.", -1)) {
            found = member(found, name, call);
        }
        return found;
    }

    private static @Nullable Object member(@Nullable Object of, @Nullable Object key, Call call) {
        Object found = memberOrMissing(of, key);
        if (found == ListFilters.class) {
            throw call.scope().undefined(PythonValues.text(key));
        }
        return found;
    }

    /** This class itself stands for «not there». */
    private static @Nullable Object memberOrMissing(@Nullable Object of, @Nullable Object key) {
        if (of instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        Integer index = of instanceof List<?> ? PythonValues.toInteger(key) : null;
        if (index != null && of instanceof List<?> list && index >= 0 && index < list.size()) {
            return list.get(index);
        }
        return ListFilters.class;
    }

    private static Object choose(Call call, int testAt, boolean wanted, boolean byAttribute) {
        List<@Nullable Object> chosen = new ArrayList<>();
        List<@Nullable Object> arguments = call.arguments();
        if (byAttribute && arguments.isEmpty()) {
            throw call.failure("the name of an attribute is needed");
        }
        String test = arguments.size() > testAt ? PythonValues.text(arguments.get(testAt)) : "truthy";
        List<@Nullable Object> rest = arguments.subList(Math.min(testAt + 1, arguments.size()), arguments.size());
        for (Object item : call.items()) {
            Object tested = byAttribute ? attributeOrUndefined(item, PythonValues.text(arguments.get(0)), call) : item;
            if (JinjaTests.apply(test, tested, rest, call.scope()) == wanted) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    private static @Nullable Object attributeOrUndefined(@Nullable Object item, String path, Call call) {
        Object found = item;
        for (String name : path.split("\\.", -1)) {
            found = memberOrMissing(found, name);
        }
        return found == ListFilters.class ? new Undefined(call.scope(), path) : found;
    }

    private static @Nullable Object at(Call call, int position) {
        List<@Nullable Object> items = call.items();
        if (items.isEmpty()) {
            throw call.failure("the list is empty");
        }
        return items.get(position < 0 ? items.size() - 1 : position);
    }

    private static Object sort(Call call) {
        List<@Nullable Object> items = call.items();
        items.sort(order(call, call.flag(1, "case_sensitive")));
        if (call.flag(0, "reverse")) {
            Collections.reverse(items);
        }
        return items;
    }

    private static Comparator<@Nullable Object> order(Call call, boolean caseSensitive) {
        Object attribute = call.named().get("attribute");
        return (a, b) -> {
            Object left = attribute == null ? a : attribute(a, PythonValues.text(attribute), call);
            Object right = attribute == null ? b : attribute(b, PythonValues.text(attribute), call);
            return PythonOrder.compare(left, right, caseSensitive, call.scope());
        };
    }

    private static Object reverse(Call call) {
        if (call.value() instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        List<@Nullable Object> items = call.items();
        Collections.reverse(items);
        return items;
    }

    private static List<@Nullable Object> other(Call call) {
        return call.items(call.argument(0, "b", null));
    }

    private static Object setOf(List<@Nullable Object> left, List<@Nullable Object> right) {
        Set<@Nullable Object> all = new LinkedHashSet<>(left);
        all.addAll(right);
        return new ArrayList<>(all);
    }

    private static Object kept(Call call, boolean inOther) {
        List<@Nullable Object> other = other(call);
        Set<@Nullable Object> kept = new LinkedHashSet<>(call.items());
        kept.removeIf(item -> other.contains(item) != inOther);
        return new ArrayList<>(kept);
    }

    private static int levels(Call call) {
        Object levels = call.argument(0, "levels", null);
        return levels == null ? 50 : JinjaFilters.integer(levels, call.scope());
    }

    private static List<@Nullable Object> flat(List<?> items, int levels) {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof List<?> inner && levels > 0) {
                flat.addAll(flat(inner, levels - 1));
            } else if (item != null) {
                flat.add(item);
            }
        }
        return flat;
    }

    private static Object sum(Call call) {
        double sum = 0;
        boolean whole = true;
        Object attribute = call.named().get("attribute");
        for (Object item : call.items()) {
            Object value = attribute == null ? item : attribute(item, PythonValues.text(attribute), call);
            if (!(value instanceof Number number)) {
                throw call.failure("«" + PythonValues.text(value) + "» is no number");
            }
            whole &= !(number instanceof Double);
            sum += number.doubleValue();
        }
        return whole ? Numbers.smallest(BigInteger.valueOf((long) sum)) : (Object) sum;
    }

    private static List<@Nullable Object> some(Call call) {
        if (call.items().isEmpty()) {
            throw call.failure("the list is empty");
        }
        return call.items();
    }

    private static Object zip(Call call) {
        List<@Nullable Object> other = other(call);
        List<@Nullable Object> left = call.items();
        List<Object> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(left.size(), other.size()); i++) {
            pairs.add(java.util.Arrays.asList(left.get(i), other.get(i)));
        }
        return pairs;
    }
}
