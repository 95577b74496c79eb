package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.interpret.AutoCloseableSupplier.AutoCloseableImpl;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.objects.collections.PyMap;
import dev.k3sdeploy.problem.Causes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders templates with HubSpot's jinjava, shut in by {@link JinjaEngine}. Expressions between plain text are taken apart
 * here, so that values print as in Python; only texts with statements are rendered by the engine as a whole.
 */
final class Jinja {
    /** jinjava's names for its own objects, which a template could otherwise reach. */
    private static final Pattern INTERNAL = Pattern.compile("____|\\b(?:filter|exptest)\\s*:");

    private static final int LONGEST = 100_000;

    private Jinja() {}

    /** The value, by Ansible's rule for what a rendered text becomes. */
    static @Nullable Object render(Template template, TemplateScope scope) {
        String text = template.text();
        if (INTERNAL.matcher(text).find() || text.length() > LONGEST) {
            throw scope.failure("this template is refused");
        }
        synchronized (JinjaEngine.SHARED) {
            JinjavaInterpreter interpreter = JinjaEngine.SHARED.interpreter(scope);
            try (AutoCloseableImpl<JinjavaInterpreter> current =
                    JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
                return text.contains("{%") || text.contains("{#")
                        ? statements(text, current.value(), scope)
                        : pieces(TemplatePieces.of(text, scope), current.value(), scope);
            } catch (RuntimeException e) { // jinjava throws more than its own
                throw failure(e, scope);
            } catch (StackOverflowError e) {
                throw scope.failure("this template is nested too deeply");
            }
        }
    }

    private static @Nullable Object statements(String text, JinjavaInterpreter interpreter, TemplateScope scope) {
        String rendered = interpreter.render(text);
        check(interpreter, scope);
        return Template.typed(withLineEnds(text, rendered));
    }

    private static @Nullable Object pieces(
            List<TemplatePieces.Piece> pieces, JinjavaInterpreter interpreter, TemplateScope scope) {
        if (pieces.size() == 1 && pieces.get(0).expression()) {
            Object value = evaluate(pieces.get(0).text(), interpreter, scope);
            return value instanceof List || value instanceof Map || value instanceof Boolean
                    ? value
                    : Template.typed(Template.inText(value));
        }
        StringBuilder out = new StringBuilder();
        for (TemplatePieces.Piece piece : pieces) {
            out.append(piece.expression() ? Template.inText(evaluate(piece.text(), interpreter, scope)) : piece.text());
        }
        return Template.typed(out.toString());
    }

    private static @Nullable Object evaluate(String expression, JinjavaInterpreter interpreter, TemplateScope scope) {
        Object value = copied(interpreter.resolveELExpression(expression, 1));
        check(interpreter, scope);
        return value;
    }

    /** Throws what went wrong: our own exception where one is behind it, else what the engine says. */
    private static void check(JinjavaInterpreter interpreter, TemplateScope scope) {
        for (TemplateError error : interpreter.getErrors()) {
            Optional<TemplateException> ours = Causes.first(error.getException(), TemplateException.class);
            if (ours.isPresent()) {
                throw ours.get();
            }
        }
        if (!interpreter.getErrors().isEmpty()) {
            throw scope.failure(firstLine(interpreter.getErrors().get(0).getMessage()));
        }
    }

    private static TemplateException failure(RuntimeException e, TemplateScope scope) {
        return Causes.first(e, TemplateException.class).orElseGet(() -> scope.failure(firstLine(e.getMessage())));
    }

    /** Without the engine's list of all that its grammar would take instead. */
    private static String firstLine(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.isBlank() ? "cannot be rendered" : line.replaceFirst(", expected (<|').*", "");
    }

    /** The engine's value in plain JDK types; what is none of ours is refused. */
    static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof PyMap map && map.toMap() instanceof TemplateScope.Lazy) {
            return map.toMap();
        }
        return value instanceof TemplateScope.Lazy ? value : copied(value);
    }

    /** The same, with the variables of other hosts resolved too. */
    private static @Nullable Object copied(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(plain(key), plain(item)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(plain(item)));
            return Collections.unmodifiableList(copy);
        }
        return scalar(value);
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        if (value instanceof Long number) {
            return Numbers.smallest(BigInteger.valueOf(number));
        }
        if (value instanceof BigInteger number) {
            return Numbers.smallest(number);
        }
        if (value instanceof Float || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        }
        boolean ours = value instanceof String
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Boolean;
        return value == null || ours ? value : value.toString();
    }

    /** Jinja drops one line end at the end, Ansible puts it back. */
    private static String withLineEnds(String template, String rendered) {
        int missing = lineEnds(template) - lineEnds(rendered);
        return missing > 0 ? rendered + "\n".repeat(missing) : rendered;
    }

    private static int lineEnds(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(text.length() - 1 - count) == '\n') {
            count++;
        }
        return count;
    }
}
