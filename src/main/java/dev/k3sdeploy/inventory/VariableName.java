package dev.k3sdeploy.inventory;

import org.jspecify.annotations.Nullable;

/** Keys of YAML as names of variables: {@code 80:} is the variable «80», {@code yes:} is «true», as Ansible prints them. */
final class VariableName {
    private VariableName() {}

    static String of(@Nullable Object key) {
        return key instanceof String text ? text : key instanceof Double ? PythonValues.text(key) : String.valueOf(key);
    }
}
