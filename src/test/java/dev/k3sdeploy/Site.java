package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with an inventory, on a control machine whose home is that folder. */
record Site(Path folder, Map<String, String> environment) {
    static final String SOURCE = "inv.yml";

    Site(Path folder) {
        this(folder, Map.of());
    }

    Site with(String name, String value) {
        return new Site(folder, Map.of(name, value));
    }

    ControlMachine here() {
        return new ControlMachine(folder, folder, "tester", environment);
    }

    Site file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Inventory inventory(String text, String... extraVars) {
        file(SOURCE, text);
        return Inventory.load(
                List.of(SOURCE), List.of(extraVars), new InventoryOptions(folder, folder, environment, List.of()));
    }

    Plan plan(String text, String... extraVars) {
        return new PlanReader(inventory(text, extraVars), here(), ClusterOptions.DEFAULTS).read();
    }

    /** What is wrong with the inventory, as a user reads it. */
    List<String> problems(String text, String... extraVars) {
        try {
            throw new AssertionError("nothing is wrong with it: " + plan(text, extraVars));
        } catch (InvalidInputException e) {
            return e.problems().stream().map(InputProblem::toString).toList();
        }
    }
}
