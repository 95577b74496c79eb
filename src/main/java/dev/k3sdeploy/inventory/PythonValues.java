package dev.k3sdeploy.inventory;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How Python, and so Ansible, writes and orders values: {@code str(True)} is {@code True}, lists have {@code 'quotes'}. */
final class PythonValues {
    /** By code points, which differs from Java's order beyond U+FFFF. */
    static final Comparator<String> TEXT_ORDER = PythonValues::compare;

    private PythonValues() {}

    private static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean beyond = Character.isSurrogate(a); // half of a code point beyond U+FFFF
                return beyond == Character.isSurrogate(b) ? Character.compare(a, b) : beyond ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** {@code str(value)}. */
    static String text(@Nullable Object value) {
        if (value instanceof Fixed fixed) {
            return text(fixed.value());
        }
        return value instanceof String text ? text : value instanceof Unsafe unsafe ? unsafe.text() : repr(value);
    }

    /** {@code repr(value)}. */
    static String repr(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Double number) {
            return decimal(number);
        }
        if (value instanceof List<?> list) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            list.forEach(item -> items.add(repr(item)));
            return items.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner items = new StringJoiner(", ", "{", "}");
            map.forEach((key, item) -> items.add(repr(key) + ": " + repr(item)));
            return items.toString();
        }
        if (value instanceof Unsafe unsafe) {
            return quoted(unsafe.text());
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> appendPrintable(out, c, quote);
            }
        });
        return out.append(quote).toString();
    }

    private static void appendPrintable(StringBuilder out, int c, char quote) {
        if (c == quote) {
            out.append('\\').append(quote);
        } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c));
        } else {
            out.appendCodePoint(c);
        }
    }

    private static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        return exponent < -4 || exponent >= 16 ? scientific(exact, exponent) : plain(exact);
    }

    private static String plain(BigDecimal exact) {
        String text = exact.toPlainString();
        return text.indexOf('.') < 0 ? text + ".0" : text;
    }

    private static String scientific(BigDecimal exact, int exponent) {
        String digits = exact.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = exact.signum() < 0 ? "-" : "";
        return sign + mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** {@code int(value)}, or null where Python would refuse or the result is no {@code Integer}. */
    static @Nullable Integer toInteger(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Double number) {
            return number.intValue();
        }
        if (value instanceof Number number) {
            return inRange(new BigInteger(number.toString()));
        }
        String digits = value instanceof String text ? text.strip() : "";
        return digits.matches("[-+]?[0-9]+(_[0-9]+)*") && digits.length() < 30
                ? inRange(new BigInteger(digits.replace("_", "").replaceFirst("^\\+", "")))
                : null;
    }

    private static @Nullable Integer inRange(BigInteger value) {
        return value.bitLength() < Integer.SIZE ? value.intValue() : null;
    }
}
