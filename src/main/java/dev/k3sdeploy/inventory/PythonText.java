package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Python's operations on texts, where Java's differ. */
final class PythonText {
    private PythonText() {}

    /** Without the characters at its ends; they are a set, not a word. */
    static String strip(String text, String characters, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && characters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (right && end > start && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    static int count(String text, String part) {
        return part.isEmpty() ? text.length() + 1 : text.split(Pattern.quote(part), -1).length - 1;
    }

    /** At blanks, none of the parts empty. */
    static List<String> words(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
    }

    /** At a separator, at most so many times; negative for always. */
    static List<String> split(String text, String separator, int most) {
        return Arrays.asList(text.split(Pattern.quote(separator), most < 0 ? -1 : most + 1));
    }

    /** The items, or the characters of a text, with a separator between them. */
    static String join(@Nullable Object items, String separator) {
        if (items instanceof Collection<?> list) {
            return list.stream().map(PythonValues::text).collect(Collectors.joining(separator));
        }
        if (items instanceof Map<?, ?> map) {
            return join(map.keySet(), separator);
        }
        return PythonValues.text(items).chars().mapToObj(Character::toString).collect(Collectors.joining(separator));
    }

    /** The pairs of a mapping. */
    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(Arrays.asList(key, value)));
        return items;
    }
}
