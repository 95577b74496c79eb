package dev.k3sdeploy.lab;

import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A control machine of a test's own: working directory, home, caches and a key in a temporary folder, no variable of the
 * user's environment. {@code K3SDEPLOY_K3S} names the simulator unless a test says otherwise.
 */
record ControlSide(Path folder, Map<String, String> environment) implements AutoCloseable {
    /** Before there is one. */
    static final ControlSide NONE = new ControlSide(Path.of("/nonexistent"), Map.of());

    static ControlSide create() {
        try {
            Path folder = Files.createTempDirectory("k3sdeploy-it");
            Files.createDirectories(folder.resolve("work"));
            Files.createDirectories(folder.resolve("home"));
            ControlSide control = new ControlSide(
                    folder, Map.of("K3SDEPLOY_K3S", Lab.simulator().toString()));
            control.makeKey("key");
            return control;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key that lets nobody in yet. */
    Path makeKey(String name) {
        return makeKey(name, "");
    }

    /** The same; an empty passphrase is none. */
    Path makeKey(String name, String passphrase) {
        Path key = folder.resolve(name);
        LocalProgram.run("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", key.toString());
        return key;
    }

    Path key() {
        return folder.resolve("key");
    }

    String authorizedKey() {
        try {
            return Files.readString(folder.resolve("key.pub")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path work() {
        return folder.resolve("work");
    }

    Path kubeconfig() {
        return work().resolve(".k3s/k3s.yaml");
    }

    Path cache() {
        return folder.resolve("home/.cache/k3sdeploy");
    }

    /** The same machine with another environment: an empty value takes a variable away. */
    ControlSide with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new ControlSide(folder, changed);
    }

    /** Runs the command in this JVM. */
    CommandRun run(LabInventory inventory, String... arguments) {
        return CommandRun.of(machine(), arguments(inventory, arguments));
    }

    /** As {@link #run}, with JSON lines. */
    JsonRun json(LabInventory inventory, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--output=json");
        return new JsonRun(run(inventory, all.toArray(String[]::new)));
    }

    /** Runs the command in this JVM with an inventory file of the working directory. */
    CommandRun run(String inventoryFile, String... arguments) {
        return CommandRun.of(machine(), withInventory(inventoryFile, arguments).toArray(String[]::new));
    }

    /** Starts the launcher at the repository's top. */
    CommandProcess launch(LabInventory inventory, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(Lab.repository().resolve("k3sdeploy").toString()));
        words.addAll(List.of(arguments(inventory, arguments)));
        return CommandProcess.start(this, words);
    }

    /** Starts the command as a process of its own. */
    CommandProcess start(LabInventory inventory, String... arguments) {
        return CommandProcess.start(this, arguments(inventory, arguments));
    }

    /** Starts the command on a terminal, where it may ask. */
    CommandProcess startOnTerminal(LabInventory inventory, String... arguments) {
        return CommandProcess.startOnTerminal(this, arguments(inventory, arguments));
    }

    /** This machine, as the command sees it. */
    ControlMachine machine() {
        return new ControlMachine(work(), folder.resolve("home"), "nobody", environment);
    }

    private String[] arguments(LabInventory inventory, String... arguments) {
        try {
            Files.writeString(work().resolve("cluster.yml"), inventory.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return withInventory("cluster.yml", arguments).toArray(String[]::new);
    }

    private static List<String> withInventory(String file, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-i", file));
        return all;
    }

    void forgetDownloads() {
        delete(cache());
    }

    @Override
    public void close() {
        delete(folder);
    }

    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
