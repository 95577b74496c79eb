package dev.k3sdeploy.inventory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of Python's types. */
final class PythonTypes {
    private PythonTypes() {}

    static String name(@Nullable Object value) {
        if (value == null) {
            return "NoneType";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Number) {
            return "int";
        }
        return value instanceof List ? "list" : value instanceof Map ? "dict" : "str";
    }
}
