package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of Python's texts, mappings and lists that templates use; each written here, none found by reflection. */
final class PythonMethods {
    private PythonMethods() {}

    static @Nullable Object call(Object base, String method, @Nullable Object[] arguments, TemplateScope scope) {
        List<@Nullable Object> given = new ArrayList<>();
        for (Object argument : arguments) {
            given.add(Jinja.plain(argument));
        }
        Object value = base instanceof String text
                ? ofText(text, method, given)
                : base instanceof Map<?, ?> map
                        ? ofMap(map, method, given)
                        : base instanceof List<?> list ? ofList(list, method, given) : NONE;
        if (value == NONE) {
            throw scope.failure("«" + method + "» is no method that templates may call");
        }
        return value;
    }

    private static final Object NONE = new Object();

    private static @Nullable Object ofText(String text, String method, List<@Nullable Object> given) {
        String first = given.isEmpty() ? "" : PythonValues.text(given.get(0));
        return switch (method) {
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "strip" -> given.isEmpty() ? text.strip() : PythonText.strip(text, first, true, true);
            case "lstrip" -> given.isEmpty() ? text.stripLeading() : PythonText.strip(text, first, true, false);
            case "rstrip" -> given.isEmpty() ? text.stripTrailing() : PythonText.strip(text, first, false, true);
            case "startswith" -> text.startsWith(first);
            case "endswith" -> text.endsWith(first);
            case "capitalize" -> PythonText.capitalize(text);
            case "title" -> PythonText.title(text);
            case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            case "find" -> text.indexOf(first);
            case "count" -> PythonText.count(text, first);
            case "replace" -> given.size() < 2 ? NONE : text.replace(first, PythonValues.text(given.get(1)));
            case "split" -> given.isEmpty() ? PythonText.words(text) : PythonText.split(text, first, most(given));
            case "splitlines" -> text.lines().toList();
            case "join" -> given.isEmpty() ? NONE : PythonText.join(given.get(0), text);
            default -> NONE;
        };
    }

    private static int most(List<@Nullable Object> given) {
        Integer most = given.size() < 2 ? null : PythonValues.toInteger(given.get(1));
        return most == null ? -1 : most;
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String method, List<@Nullable Object> given) {
        return switch (method) {
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "items" -> PythonText.items(map);
            case "get" ->
                given.isEmpty()
                        ? NONE
                        : map.containsKey(given.get(0))
                                ? map.get(given.get(0))
                                : given.size() > 1 ? given.get(1) : null;
            default -> NONE;
        };
    }

    private static Object ofList(List<?> list, String method, List<@Nullable Object> given) {
        if (given.isEmpty()) {
            return NONE;
        }
        return switch (method) {
            case "index" -> list.indexOf(given.get(0));
            case "count" ->
                (int) list.stream()
                        .filter(item -> java.util.Objects.equals(item, given.get(0)))
                        .count();
            default -> NONE;
        };
    }
}
