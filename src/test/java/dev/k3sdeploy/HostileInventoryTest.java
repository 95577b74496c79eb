package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Whatever an inventory says, it reaches no shell and no YAML as anything but a value. */
@Timeout(120)
class HostileInventoryTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Each variable that takes the text in some form has it; the others must refuse it as a user's mistake. */
    @ParameterizedTest
    @MethodSource("dev.k3sdeploy.HostileTexts#all")
    void aHostileTextIsAValueOrAMistake(String text) throws IOException {
        HostileSite site = HostileSite.in(folder);
        Map<String, Object> taken = site.taking(text);
        assertThat(taken.size())
                .as("variables that take it: %s", taken.keySet())
                .isGreaterThan(5);
        IsolatedMachine machine = TasksOnMachine.machine(folder.resolve("machine"));
        TasksOnMachine.run(site.cluster(site.inventory(taken)).plan(), machine);
        assertThat(machine.has(HostileTexts.DONE))
                .as("run by a shell of the machine, by one of %s", taken.keySet())
                .isFalse();
        assertThat(Path.of(HostileTexts.DONE)).as("run by a shell here").doesNotExist();
        assertYamlHolds(machine);
    }

    private static void assertYamlHolds(IsolatedMachine machine) throws IOException {
        Path rancher = machine.at("/etc/rancher");
        if (Files.notExists(rancher)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(rancher)) {
            all.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
        }
        for (Path file : files) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            assertThat(read).as("%s", file).isInstanceOfAny(Map.class, List.class);
        }
    }
}
