package dev.k3sdeploy.cli;

/** Text as HTML. */
final class Html {
    private Html() {}

    /** The text, wherever in a page it stands. */
    static String escaped(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(character);
            }
        }
        return html.toString();
    }

    /** An element with text in it. */
    static String element(String tag, String cssClass, String text) {
        return "<" + tag + (cssClass.isEmpty() ? "" : " class=\"" + cssClass + "\"") + ">" + escaped(text) + "</" + tag
                + ">";
    }
}
