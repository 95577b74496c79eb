package dev.k3sdeploy.inventory;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Python's order of values; numbers and texts do not compare. */
final class PythonOrder {
    private PythonOrder() {}

    static int compare(@Nullable Object left, @Nullable Object right, boolean caseSensitive, TemplateScope scope) {
        if (left instanceof String a && right instanceof String b) {
            return caseSensitive
                    ? PythonValues.TEXT_ORDER.compare(a, b)
                    : PythonValues.TEXT_ORDER.compare(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
        }
        BigDecimal a = number(left);
        BigDecimal b = number(right);
        if (a != null && b != null) {
            return a.compareTo(b);
        }
        if (left instanceof List<?> x && right instanceof List<?> y) {
            return lists(x, y, caseSensitive, scope);
        }
        throw scope.failure("«" + PythonValues.text(left) + "» and «" + PythonValues.text(right) + "» have no order");
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? new BigDecimal(number.toString())
                : null;
    }

    private static int lists(List<?> left, List<?> right, boolean caseSensitive, TemplateScope scope) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i), caseSensitive, scope);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
