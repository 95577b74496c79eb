package dev.k3sdeploy.inventory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Python literal, as {@code ast.literal_eval} takes it: what Ansible makes of the values in INI files and of rendered
 * templates that look like a list or a mapping. Tuples and sets become lists; bytes and complex numbers stay text.
 */
final class PythonLiteral {
    private static final int DEEPEST = 90;
    private static final Pattern NUMBER = Pattern.compile("0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+"
            + "|(?:\\d(?:_?\\d)*)?\\.\\d(?:_?\\d)*(?:[eE][-+]?\\d(?:_?\\d)*)?"
            + "|\\d(?:_?\\d)*\\.?(?:[eE][-+]?\\d(?:_?\\d)*)|\\d(?:_?\\d)*\\.|\\d(?:_?\\d)*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern ZEROS = Pattern.compile("0[0_]*");

    private final String text;
    private final boolean jsonNames;
    private int at;
    private int depth;

    private PythonLiteral(String text, boolean jsonNames) {
        this.text = text;
        this.jsonNames = jsonNames;
    }

    /** The value of a literal, else the text itself. */
    static @Nullable Object orText(String text) {
        return orText(text, false);
    }

    /** The same, with JSON's {@code true}, {@code false} and {@code null} taken as Python's. */
    static @Nullable Object orTextWithJsonNames(String text) {
        return orText(text, true);
    }

    private static @Nullable Object orText(String text, boolean jsonNames) {
        if (text.indexOf('\0') >= 0) {
            return text;
        }
        try {
            return new PythonLiteral(text, jsonNames).parse();
        } catch (NotALiteral e) {
            return text;
        }
    }

    private @Nullable Object parse() throws NotALiteral {
        while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        Object value = tupleOrValue();
        skip();
        if (at < text.length()) {
            throw new NotALiteral();
        }
        return value;
    }

    /** {@code 1, 2} without brackets is a tuple too. */
    private @Nullable Object tupleOrValue() throws NotALiteral {
        Object first = value();
        skip();
        if (peek() != ',') {
            return first;
        }
        List<@Nullable Object> items = new ArrayList<>();
        items.add(first);
        while (peek() == ',') {
            at++;
            skip();
            if (at == text.length()) {
                break;
            }
            items.add(value());
            skip();
        }
        return items;
    }

    private @Nullable Object value() throws NotALiteral {
        skip();
        char c = peek();
        if (c == '[' || c == '(' || c == '{') {
            return bracketed(c);
        }
        if (c == '-' || c == '+') {
            at++;
            return signed(c == '-');
        }
        if ((c >= '0' && c <= '9') || c == '.') {
            return number();
        }
        return c == '\'' || c == '"' || startsPrefixedString() ? strings() : named();
    }

    private Object signed(boolean negative) throws NotALiteral {
        skip();
        if ("0123456789.".indexOf(peek()) < 0 || at == text.length()) {
            throw new NotALiteral(); // one sign, before a number
        }
        Object value = number();
        if (value instanceof Double number) {
            return negative ? -number : number;
        }
        if (value instanceof Number number) {
            BigInteger whole = new BigInteger(number.toString());
            return Numbers.smallest(negative ? whole.negate() : whole);
        }
        throw new NotALiteral();
    }

    private Object number() throws NotALiteral {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new NotALiteral();
        }
        at = matcher.end();
        if (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            throw new NotALiteral(); // 1j, 12abc
        }
        String digits = matcher.group();
        if (digits.length() > 4000) {
            throw new NotALiteral();
        }
        return numberOf(digits);
    }

    private static Object numberOf(String written) throws NotALiteral {
        String digits = written.replace("_", "");
        String prefix = digits.length() > 1 ? digits.substring(0, 2).toLowerCase(java.util.Locale.ROOT) : "";
        int radix = switch (prefix) {
            case "0x" -> 16;
            case "0o" -> 8;
            case "0b" -> 2;
            default -> 10;
        };
        if (radix != 10) {
            return Numbers.smallest(new BigInteger(digits.substring(2), radix));
        }
        if (digits.matches("\\d+")) {
            if (digits.startsWith("0") && !ZEROS.matcher(written).matches()) {
                throw new NotALiteral(); // 0644: Python refuses what C calls octal
            }
            return Numbers.smallest(new BigInteger(digits));
        }
        return Double.parseDouble(digits);
    }

    private @Nullable Object named() throws NotALiteral {
        Matcher matcher = NAME.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new NotALiteral();
        }
        at = matcher.end();
        String name = matcher.group();
        if (name.equals("None") || (jsonNames && name.equals("null"))) {
            return null;
        }
        if (name.equals("True") || (jsonNames && name.equals("true"))) {
            return true;
        }
        if (name.equals("False") || (jsonNames && name.equals("false"))) {
            return false;
        }
        throw new NotALiteral();
    }

    private @Nullable Object bracketed(char open) throws NotALiteral {
        if (++depth > DEEPEST) {
            throw new NotALiteral();
        }
        at++;
        char close = open == '[' ? ']' : open == '(' ? ')' : '}';
        skip();
        Object value = open == '{' ? mapOrSet() : items(close, new ArrayList<>(), open == '(');
        depth--;
        return value;
    }

    /** The rest of a list up to its bracket; in parentheses a single value without a comma is just that. */
    private @Nullable Object items(char close, List<@Nullable Object> items, boolean parentheses) throws NotALiteral {
        boolean comma = !items.isEmpty();
        while (peek() != close) {
            if (!items.isEmpty() && !comma) {
                throw new NotALiteral();
            }
            items.add(value());
            comma = comma();
        }
        at++;
        return parentheses && items.size() == 1 && !comma ? items.get(0) : items;
    }

    private @Nullable Object mapOrSet() throws NotALiteral {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        boolean comma = true;
        while (peek() != '}') {
            if (!comma) {
                throw new NotALiteral();
            }
            Object key = hashable(value());
            skip();
            if (peek() != ':') {
                return map.isEmpty() ? set(key) : refuse();
            }
            at++;
            map.put(key, value());
            comma = comma();
        }
        at++;
        return map;
    }

    private @Nullable Object set(@Nullable Object first) throws NotALiteral {
        List<@Nullable Object> items = new ArrayList<>();
        items.add(first);
        if (!comma() && peek() != '}') {
            throw new NotALiteral();
        }
        return items('}', items, false);
    }

    private boolean comma() {
        skip();
        boolean comma = peek() == ',';
        if (comma) {
            at++;
            skip();
        }
        return comma;
    }

    private static @Nullable Object hashable(@Nullable Object key) throws NotALiteral {
        return key instanceof List || key instanceof Map ? refuse() : key;
    }

    private static @Nullable Object refuse() throws NotALiteral {
        throw new NotALiteral();
    }

    private boolean startsPrefixedString() {
        int i = at;
        while (i < text.length() && i - at < 2 && "rRuUbBfF".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i > at && i < text.length() && (text.charAt(i) == '\'' || text.charAt(i) == '"');
    }

    /** One string, or several side by side, which Python joins. */
    private String strings() throws NotALiteral {
        StringBuilder all = new StringBuilder();
        do {
            PythonString string = PythonString.read(text, at);
            all.append(string.value());
            at = string.end();
            skip();
        } while (peek() == '\'' || peek() == '"' || startsPrefixedString());
        return all.toString();
    }

    /** Blanks and comments; line ends only inside brackets. */
    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' '
                    || c == '\t'
                    || c == '\f'
                    || ((c == '\n' || c == '\r')
                            && (depth > 0 || text.substring(at).isBlank()))) {
                at++;
            } else {
                return;
            }
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    /** The text is no literal. */
    static final class NotALiteral extends Exception {
        NotALiteral() {
            super("no literal", null, false, false);
        }
    }
}
