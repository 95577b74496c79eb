package dev.k3sdeploy.lab;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An {@link IsolatedMachine} that stays: an init of ours keeps its units running between sessions, and it has a network. It
 * needs no container engine and boots at once, so it is for tests that begin anew a hundred times. Its systemd is not
 * real; that one is in the lab.
 */
final class BootedMachine {
    private static final String INIT = "/usr/local/lib/machine/init.py";
    private static final String INITS_WORDS = "/usr/bin/python3 -IS " + INIT + " init ";
    private static final String BOOT = """
            hostname @name
            for value in swappiness max_map_count; do
              echo 60 >/run/$value
              mount --bind /run/$value /proc/sys/vm/$value
            done
            ip link set lo up
            exec @init@name
            """;

    /** Fast, as the simulator understands it. */
    static final String KNOBS = """
            K3S_SIMULATOR_TOKEN_DELAY=0.1
            K3S_SIMULATOR_READY_DELAY=0.2
            K3S_SIMULATOR_GRACE=5
            K3S_SIMULATOR_RETRY=0.5
            """;

    private final String name;
    private final int number;
    private final IsolatedMachine files;
    private final RemoteProcess running;
    private final long init;

    private BootedMachine(String name, int number, IsolatedMachine files) {
        this.name = name;
        this.number = number;
        this.files = files;
        running = files.start(BOOT.replace("@name", name).replace("@init", INITS_WORDS));
        init = processOfInit();
    }

    /** The first machine is also the network's switch. */
    static BootedMachine first(Path folder, String name) {
        BootedMachine machine = new BootedMachine(name, 1, prepared(folder));
        machine.sh("ip link add eth0 type bridge; " + machine.addressed());
        return machine;
    }

    /** A machine in the network of another one, with the address of that number. */
    BootedMachine next(Path folder, String other, int place) {
        BootedMachine machine = new BootedMachine(other, place, prepared(folder));
        String port = "port" + place;
        LocalProgram.run(("nsenter --target " + init + " --net ip link add " + port + " type veth peer name eth0 netns "
                        + machine.init)
                .split(" "));
        sh("ip link set " + port + " master eth0 up");
        machine.sh(machine.addressed());
        return machine;
    }

    private static IsolatedMachine prepared(Path folder) {
        IsolatedMachine files = IsolatedMachine.below(folder)
                .file("/swaps", "Filename Type Size Used Priority\n")
                .file("/etc/default/k3s", KNOBS)
                .file("/etc/default/k3s-agent", KNOBS)
                .directory("/etc/systemd/system")
                .directory("/usr/local/bin")
                .file(INIT, resource());
        return files.program("systemctl", tool("systemctl")).program("journalctl", tool("journalctl"));
    }

    /** The text of a program that asks the init. */
    static String tool(String name) {
        return "exec /usr/bin/python3 -IS " + INIT + " " + name + " \"$@\"";
    }

    private static String resource() {
        try (InputStream in = Objects.requireNonNull(BootedMachine.class.getResourceAsStream("/lab/init.py"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String addressed() {
        return "ip address add " + address()
                + "/24 dev eth0 && ip link set eth0 up && ip route add default via 10.77.0.254";
    }

    String address() {
        return "10.77.0." + number;
    }

    IsolatedMachine files() {
        return files;
    }

    /** As the kernel of this machine numbers it: there are no more namespaces than those of its process 1. */
    private long processOfInit() {
        for (int tries = 0; tries < 600; tries++) {
            if (Files.exists(files.at("/run/systemd/private"))) {
                return ProcessHandle.current()
                        .descendants()
                        .filter(process ->
                                process.info().commandLine().orElse("").endsWith(" " + INIT + " init " + name))
                        .map(ProcessHandle::pid)
                        .findFirst()
                        .orElseThrow();
            }
            pause();
        }
        throw new AssertionError(name + " did not boot");
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a script of root's prints; it must succeed. */
    String sh(String script) {
        return LocalProgram.run(entrance().words(script).toArray(String[]::new));
    }

    /** A way in for sessions. */
    Entrance entrance() {
        return new Entrance(name, init);
    }

    String name() {
        return name;
    }

    /** All its processes end at once. */
    void turnOff() {
        running.close();
    }
}
