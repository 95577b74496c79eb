package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.preflight.Preflight;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of checks as users write them: with commas between them, or {@code all}. */
final class CheckNames {
    private static final String ALL = "all";

    private CheckNames() {}

    /**
     * What the inventory and the command line leave out together.
     *
     * @throws InvalidInputException when the command line names a check that there is not
     */
    static Set<String> skipped(Set<String> inventory, Set<String> typed) {
        Set<String> skipped = new LinkedHashSet<>(inventory);
        for (String names : typed) {
            try {
                skipped.addAll(read(names));
            } catch (IllegalArgumentException e) {
                throw InvalidInputException.of("--skip-preflight", String.valueOf(e.getMessage()), "");
            }
        }
        return skipped;
    }

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
