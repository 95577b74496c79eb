package dev.k3sdeploy.k3s;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** YAML for machines' files: plain data in blocks. Texts always in double quotes: YAML reads yes, 1e3 or 12:30 otherwise. */
final class BlockYaml {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

    private final StringBuilder text = new StringBuilder();

    private BlockYaml() {}

    /** Mappings, lists, texts, numbers and booleans, in their order. */
    static String of(Map<String, ? extends @Nullable Object> values) {
        BlockYaml yaml = new BlockYaml();
        yaml.map(values, "");
        return yaml.text.toString();
    }

    private void map(Map<?, ?> values, String indent) {
        values.forEach((key, value) -> {
            text.append(indent).append(key(String.valueOf(key))).append(':');
            value(value, indent + "  ");
        });
    }

    private static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : scalar(key);
    }

    private void value(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('\n');
            map(map, indent);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            text.append('\n');
            list.forEach(item -> item(item, indent));
        } else {
            text.append(' ').append(inLine(value)).append('\n');
        }
    }

    /** A mapping's first key stands beside the dash. */
    private void item(@Nullable Object item, String indent) {
        int from = text.length();
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
            map(map, indent + "  ");
            text.replace(from, from + indent.length() + 2, indent + "- ");
        } else {
            text.append(indent).append('-');
            value(item, indent + "  ");
        }
    }

    private static String inLine(@Nullable Object value) {
        if (value instanceof Map) {
            return "{}";
        }
        return value instanceof List ? "[]" : scalar(value);
    }

    static String scalar(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.toString().codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (!printable(c)) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    /** YAML's printable characters (YAML 1.2, section 5.1), but for those that end a line or start a file. */
    private static boolean printable(int c) {
        return (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029)
                || (c >= 0xe000 && c < 0xfffe && c != 0xfeff)
                || c > 0xffff;
    }
}
