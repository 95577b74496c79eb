package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.List;

/** Takes a template without statements apart into plain text and the expressions in double braces. */
final class TemplatePieces {
    private TemplatePieces() {}

    static List<Piece> of(String text, TemplateScope scope) {
        List<Piece> pieces = new ArrayList<>();
        int done = 0;
        boolean trim = false;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", done)) {
            int close = close(text, open + 2);
            if (close < 0) {
                throw scope.failure("a {{ without its }}");
            }
            String before = text.substring(done, open);
            String expression = text.substring(open + 2, close);
            before = trim ? before.stripLeading() : before;
            if (expression.startsWith("-")) {
                before = before.stripTrailing();
                expression = expression.substring(1);
            }
            trim = expression.endsWith("-");
            addText(pieces, before);
            String inner = trim ? expression.substring(0, expression.length() - 1) : expression;
            pieces.add(new Piece(withDoubledBackslashes(inner), true));
            done = close + 2;
        }
        String rest = text.substring(done);
        addText(pieces, trim ? rest.stripLeading() : rest);
        return pieces;
    }

    private static void addText(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, false));
        }
    }

    /** Where the expression ends: at the first }} outside of quotes and of its own braces. */
    private static int close(String text, int start) {
        int braces = 0;
        char quote = 0;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                at += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                braces++;
            } else if (c == '}' && braces == 0) {
                return text.startsWith("}}", at) ? at : -1;
            } else if (c == '}') {
                braces--;
            }
        }
        return -1;
    }

    /** In a quoted text inside of an expression a backslash is just that for Ansible: {@code '\\1'} needs no second one. */
    private static String withDoubledBackslashes(String expression) {
        if (expression.indexOf('\\') < 0) {
            return expression;
        }
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int at = 0; at < expression.length(); at++) {
            char c = expression.charAt(at);
            boolean escapesQuote = c == '\\' && expression.startsWith(String.valueOf(quote), at + 1);
            if (quote != 0 && escapesQuote) {
                out.append(c);
                c = expression.charAt(++at);
            } else if (quote != 0 && c == '\\') {
                out.append('\\');
            } else if (c == '\'' || c == '"') {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
            out.append(c);
        }
        return out.toString();
    }

    /**
     * A part of a template.
     *
     * @param expression true when the text is to be evaluated
     */
    record Piece(String text, boolean expression) {}
}
