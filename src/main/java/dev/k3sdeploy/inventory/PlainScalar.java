package dev.k3sdeploy.inventory;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of an unquoted YAML scalar, by the rules of YAML 1.1 as PyYAML has them (and so Ansible): {@code yes} is true,
 * {@code 0644} is 420, {@code 12:30} is 750, but {@code 1e3} is text. SnakeYAML's own resolver differs in such corners.
 */
final class PlainScalar {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER = Pattern.compile("[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)"
            + "|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    /** Longer digits are text for us: turning them into a number costs quadratic time. */
    private static final int LONGEST_NUMBER = 4000;

    private PlainScalar() {}

    static @Nullable Object typed(String text) {
        if (NOTHING.contains(text)) {
            return null;
        }
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        return mayBeNumber(text) ? number(text) : text;
    }

    private static boolean mayBeNumber(String text) {
        char first = text.charAt(0);
        return text.length() <= LONGEST_NUMBER
                && (Character.digit(first, 10) >= 0 || first == '-' || first == '+' || first == '.');
    }

    private static Object number(String text) {
        try {
            if (INTEGER.matcher(text).matches()) {
                return integer(text.replace("_", ""));
            }
            if (DECIMAL.matcher(text).matches()) {
                return decimal(text.replace("_", "").toLowerCase(Locale.ROOT));
            }
        } catch (NumberFormatException noNumberAfterAll) { // «0x_»
            return text;
        }
        return Timestamps.isoText(text);
    }

    private static Object integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        BigInteger magnitude = magnitude(digits);
        return Numbers.smallest(negative ? magnitude.negate() : magnitude);
    }

    private static BigInteger magnitude(String digits) {
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.indexOf(':') >= 0) {
            return sexagesimal(digits).toBigIntegerExact();
        }
        return new BigInteger(digits, digits.startsWith("0") && digits.length() > 1 ? 8 : 10);
    }

    private static Object decimal(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        double magnitude = digits.equals(".inf")
                ? Double.POSITIVE_INFINITY
                : digits.equals(".nan")
                        ? Double.NaN
                        : digits.indexOf(':') >= 0 ? sexagesimal(digits).doubleValue() : Double.parseDouble(digits);
        return negative ? -magnitude : magnitude;
    }

    private static BigDecimal sexagesimal(String digits) {
        BigDecimal value = BigDecimal.ZERO;
        for (String part : digits.split(":", -1)) {
            String number = part.endsWith(".") ? part.substring(0, part.length() - 1) : part;
            value = value.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(number));
        }
        return value;
    }
}
