package dev.k3sdeploy.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host as an inventory names it: a name or an address, maybe with ranges, and maybe a port.
 *
 * @param name with its ranges still in it
 * @param port null when none is given
 */
record HostAddress(String name, @Nullable Integer port) {
    private static final int LONGEST = 500;
    private static final String NUMBERS = "\\[[0-9]+:[0-9]+(?::[0-9]+)?\\]";
    private static final String HEX_NUMBERS = "\\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\\]";
    private static final String LETTERS_OR_NUMBERS = "\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\\]";
    private static final String V4 = "(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|" + NUMBERS + ")";
    private static final String V6 = "(?:[0-9a-f]{1,4}|" + HEX_NUMBERS + ")";
    private static final String LABEL =
            "(?:[\\w]|" + LETTERS_OR_NUMBERS + ")(?:[\\w_-]|" + LETTERS_OR_NUMBERS + ")*(?<![_-])";

    private static final Pattern IN_BRACKETS = Pattern.compile("\\[(.+)\\]:([0-9]+)");
    private static final Pattern WITH_PORT = Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*\\])*):([0-9]+)");
    private static final Pattern IPV4 = Pattern.compile("(?:" + V4 + "\\.){3}" + V4, Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV6 = Pattern.compile(
            ("(?:X:){7}X|(?:X:){1,6}:|(?:X:)(?::X){1,6}|(?:X:){2}(?::X){1,5}|(?:X:){3}(?::X){1,4}|(?:X:){4}(?::X){1,3}"
                            + "|(?:X:){5}(?::X){1,2}|(?:X:){6}(?::X)|:(?::X){1,6}|X?::|(?:0:){6}(?:X\\.){3}X"
                            + "|::(?:ffff:)?(?:X\\.){3}X|(?:0:){5}ffff:(?:X\\.){3}X")
                    .replace("X", V6),
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(
            LABEL + "(?:\\." + LABEL + ")*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    /** Any text is a name; only what Ansible takes for {@code host:port} is split. */
    static HostAddress parse(String text) {
        HostAddress split = text.indexOf(':') < 0 ? null : split(text);
        return split == null ? new HostAddress(text, null) : split;
    }

    /** Null when Ansible would find neither a name nor an address in it. */
    static @Nullable HostAddress split(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        Matcher bracketed = IN_BRACKETS.matcher(text);
        Matcher withPort = WITH_PORT.matcher(text);
        Matcher found = bracketed.matches() ? bracketed : withPort.matches() ? withPort : null;
        String name = found == null ? text : found.group(1);
        if (!isIpv4(name)
                && !IPV6.matcher(name).matches()
                && !NAME.matcher(name).matches()) {
            return null;
        }
        return new HostAddress(name, found == null ? null : PythonValues.toInteger(found.group(2)));
    }

    static boolean isAddress(String text) {
        return text.length() <= LONGEST
                && (isIpv4(text)
                        || (text.indexOf(':') >= 0 && IPV6.matcher(text).matches()));
    }

    private static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }
}
