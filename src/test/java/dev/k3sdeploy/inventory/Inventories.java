package dev.k3sdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Writes inventories into a folder and reads them. */
record Inventories(Path folder) {
    Inventories with(String file, String... lines) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, String.join("\n", lines) + "\n");
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    InventoryOptions options() {
        return new InventoryOptions(
                folder, folder, Map.of("COURSE", "devops"), List.of(new VaultSecret("default", "sesame")));
    }

    Inventory load(String source, String... extraVars) {
        return Inventory.load(List.of(source), List.of(extraVars), options());
    }

    static Object value(Inventory inventory, String host, String variable) {
        return host(inventory, host).variable(variable).map(Variable::value).orElse("(not set)");
    }

    static Host host(Inventory inventory, String name) {
        return inventory.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no host " + name + " in " + inventory.hosts()));
    }

    static List<String> names(List<Host> hosts) {
        return hosts.stream().map(Host::name).toList();
    }

    static List<String> problems(ThrowingCallable call) {
        List<String> problems = new ArrayList<>();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> e.problems().stream().map(InputProblem::toString).forEach(problems::add));
        return problems;
    }
}
