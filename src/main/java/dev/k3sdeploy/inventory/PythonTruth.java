package dev.k3sdeploy.inventory;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python takes for true: all but nothing, zero, and what is empty. */
final class PythonTruth {
    private PythonTruth() {}

    static boolean of(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof Collection<?> list) {
            return !list.isEmpty();
        }
        return value instanceof Map<?, ?> map ? !map.isEmpty() : value != null && !value.equals("");
    }
}
