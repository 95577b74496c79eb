package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.preflight.Preflight;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of checks as users write them: with commas between them, or {@code all}. */
final class CheckNames {
    private static final String ALL = "all";

    private CheckNames() {}

    /** @throws IllegalArgumentException naming the one that there is not */
    static Set<String> read(String written) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : List.of(written.strip().split("[,\\s]+"))) {
            if (name.equals(ALL)) {
                return Preflight.names();
            }
            if (!Preflight.names().contains(name)) {
                throw new IllegalArgumentException("names no check by «" + name + "»; "
                        + Nearest.to(name, Preflight.names())
                                .map(near -> "do you mean " + near + "?")
                                .orElse("they are: " + String.join(", ", Preflight.names())));
            }
            names.add(name);
        }
        return names;
    }
}
