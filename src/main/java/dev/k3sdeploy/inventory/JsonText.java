package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as Python's {@code json.dumps} writes it, and the two tags of YAML as Ansible writes them into JSON. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private final boolean indent;
    private final boolean ascii;

    private JsonText(boolean indent, boolean ascii) {
        this.indent = indent;
        this.ascii = ascii;
    }

    /** One line, non-ASCII characters escaped: the filter {@code to_json}. */
    static String compact(@Nullable Object value) {
        JsonText text = new JsonText(false, true);
        text.add(value, 0);
        return text.out.toString();
    }

    /** Four blanks a level, keys sorted: {@code to_nice_json} and ansible-inventory. */
    static String indented(@Nullable Object value) {
        JsonText text = new JsonText(true, false);
        text.add(value, 0);
        return text.out.toString();
    }

    private void add(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List<?> list) {
            array(list, depth);
        } else if (value instanceof Encrypted encrypted) {
            object(Map.of("__ansible_vault", encrypted.envelope()), depth);
        } else if (value instanceof Unsafe unsafe) {
            object(Map.of("__ansible_unsafe", unsafe.text()), depth);
        } else {
            out.append(value instanceof String text ? quoted(text) : scalar(value));
        }
    }

    private void object(Map<?, ?> map, int depth) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (indent) {
            entries.sort((a, b) -> PythonValues.TEXT_ORDER.compare(key(a.getKey()), key(b.getKey())));
        }
        out.append('{');
        for (int i = 0; i < entries.size(); i++) {
            separate(i, depth + 1);
            out.append(quoted(key(entries.get(i).getKey()))).append(": ");
            add(entries.get(i).getValue(), depth + 1);
        }
        close(entries.isEmpty(), depth, '}');
    }

    private void array(List<?> list, int depth) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            separate(i, depth + 1);
            add(list.get(i), depth + 1);
        }
        close(list.isEmpty(), depth, ']');
    }

    private void separate(int index, int depth) {
        out.append(index == 0 ? "" : indent ? "," : ", ");
        if (indent) {
            out.append('\n').append("    ".repeat(depth));
        }
    }

    private void close(boolean empty, int depth, char bracket) {
        if (indent && !empty) {
            out.append('\n').append("    ".repeat(depth));
        }
        out.append(bracket);
    }

    private static String key(@Nullable Object key) {
        return key instanceof String text ? text : scalar(key);
    }

    private static String scalar(@Nullable Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        return value == null ? "null" : value instanceof Boolean ? value.toString() : PythonValues.text(value);
    }

    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\n\r\t\b\f".indexOf(c);
            if (escape >= 0) {
                quoted.append('\\').append("\"\\nrtbf".charAt(escape));
            } else if (c < 0x20 || (ascii && c > 0x7e)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
