package dev.k3sdeploy.inventory;

/** Shell globs as Python's {@code fnmatch}: {@code *}, {@code ?}, {@code [a-c]}, {@code [!a]}. */
final class Glob {
    private Glob() {}

    static String toRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (c == '[' && close(glob, at) > 0) {
                int close = close(glob, at);
                regex.append(set(glob.substring(at, close)));
                at = close + 1;
            } else {
                regex.append(java.util.regex.Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** Where the set that starts here ends; negative when it never does. A first ] belongs to the set. */
    private static int close(String glob, int start) {
        int from = glob.startsWith("!", start) ? start + 1 : start;
        return glob.indexOf(']', glob.startsWith("]", from) ? from + 1 : from);
    }

    private static String set(String content) {
        boolean negated = content.startsWith("!");
        String characters = negated ? content.substring(1) : content;
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < characters.length(); i++) {
            escaped.append("\\[]^&~|".indexOf(characters.charAt(i)) >= 0 ? "\\" : "")
                    .append(characters.charAt(i));
        }
        return "[" + (negated ? "^" : "") + escaped + "]";
    }
}
