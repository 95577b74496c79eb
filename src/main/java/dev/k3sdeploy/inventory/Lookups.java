package dev.k3sdeploy.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code lookup('env', …)}, {@code lookup('file', …)} and {@code lookup('vars', …)}; none that runs a command or opens a connection. */
final class Lookups {
    private static final long LARGEST = 1 << 20;

    private final TemplateScope scope;

    Lookups(TemplateScope scope) {
        this.scope = scope;
    }

    /** The results joined with commas, or as a list when the template asks for one. */
    @Nullable
    Object lookup(List<@Nullable Object> arguments, Map<String, @Nullable Object> options) {
        List<@Nullable Object> found = query(arguments, options);
        if (Boolean.TRUE.equals(options.get("wantlist"))) {
            return found;
        }
        return found.size() == 1 ? found.get(0) : PythonText.join(found, ",");
    }

    /** The results as a list. */
    List<@Nullable Object> query(List<@Nullable Object> arguments, Map<String, @Nullable Object> options) {
        if (arguments.isEmpty()) {
            throw scope.failure("lookup() needs the name of a lookup");
        }
        String plugin = PythonValues.text(arguments.get(0)).replaceFirst("^ansible\\.builtin\\.", "");
        List<@Nullable Object> found = new ArrayList<>();
        for (Object term : terms(arguments)) {
            found.add(one(plugin, PythonValues.text(term), options));
        }
        return found;
    }

    private static List<@Nullable Object> terms(List<@Nullable Object> arguments) {
        List<@Nullable Object> terms = new ArrayList<>();
        for (Object argument : arguments.subList(1, arguments.size())) {
            if (argument instanceof List<?> list) {
                terms.addAll(list);
            } else {
                terms.add(argument);
            }
        }
        return terms;
    }

    private @Nullable Object one(String plugin, String term, Map<String, @Nullable Object> options) {
        return switch (plugin) {
            case "env" -> environment(term, options);
            case "file" -> file(term, options);
            case "vars" -> variable(term, options);
            default -> throw scope.failure("lookup('" + plugin + "', …) is not supported; env, file and vars are");
        };
    }

    private @Nullable Object environment(String name, Map<String, @Nullable Object> options) {
        String value = scope.world().options().environment().get(name);
        return value == null ? options.getOrDefault("default", "") : value;
    }

    private @Nullable Object variable(String name, Map<String, @Nullable Object> options) {
        Object value = scope.named(name);
        if (value instanceof Undefined undefined) {
            if (options.containsKey("default")) {
                return options.get("default");
            }
            throw undefined.failure();
        }
        return value;
    }

    /** Looked for in {@code files/} below the working directory first, as beside a playbook. */
    private String file(String name, Map<String, @Nullable Object> options) {
        InventoryOptions here = scope.world().options();
        Path inFiles = here.workingDirectory().resolve("files").resolve(name);
        Path path = !name.startsWith("~") && Files.exists(inFiles) ? inFiles : here.path(name);
        try {
            if (Files.size(path) > LARGEST) {
                throw scope.failure("lookup('file'): " + path + " is larger than 1 MiB");
            }
            String text = Files.readString(path);
            String right = Boolean.FALSE.equals(options.get("rstrip")) ? text : text.stripTrailing();
            return Boolean.TRUE.equals(options.get("lstrip")) ? right.stripLeading() : right;
        } catch (IOException e) {
            throw scope.failure("lookup('file'): " + path + " cannot be read");
        }
    }
}
