package dev.k3sdeploy.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A script that stands in for a container engine and notes its arguments; its containers are the lines of a file. */
record ScriptedEngine(Path folder) {
    static ScriptedEngine in(Path folder) throws IOException {
        Files.writeString(folder.resolve("engine"), """
                #!/bin/sh
                here=${0%/*}
                echo "$*" >>"$here/calls"
                case "$1 $2" in
                  info*) echo true ;;
                  run*) [ ! -e "$here/refused" ] || { echo 'no space left on device' >&2; exit 1; }
                        [ ! -e "$here/conflict" ] || { echo "$4 created" >"$here/ps"; exit 125; }
                        echo "$4 $(cat "$here/boots" 2>/dev/null || echo running)" >>"$here/ps" ;;
                  start*|restart*) sed -i "s/ [a-z]*$/ $(cat "$here/boots" 2>/dev/null || echo running)/" "$here/ps" ;;
                  ps*) [ ! -e "$here/down" ] || { echo 'Cannot connect to the Docker daemon' >&2; exit 1; }
                       cut -d ' ' -f 1 "$here/ps" 2>/dev/null; exit 0 ;;
                  "container inspect")
                    case $4 in
                      *RestartCount*) [ -e "$here/flapping" ] && echo >>"$here/restarts"
                                      sed "s#^#/#; s#\\$# $(wc -l 2>/dev/null <"$here/restarts" || echo 0)#" "$here/ps" ;;
                      *) sed 's#^#/#' "$here/ps" ;;
                    esac ;;
                  "network inspect") [ -e "$here/network" ] ;;
                  "network create") [ ! -e "$here/pool" ] || { echo 'Pool overlaps with other one' >&2; exit 1; } ;;
                  "image inspect") [ ! -e "$here/noimage" ] ;;
                esac
                """);
        Files.writeString(folder.resolve("key"), "");
        Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 AAAA me");
        assertThat(folder.resolve("engine").toFile().setExecutable(true)).isTrue();
        return new ScriptedEngine(folder);
    }

    /** From now on it goes by this: {@code refused}, {@code down}, {@code network} … */
    void knows(String circumstance) throws IOException {
        knows(circumstance, "");
    }

    void knows(String circumstance, String text) throws IOException {
        Files.writeString(folder.resolve(circumstance), text);
    }

    /** Lines of a container and its state. */
    void has(String states) throws IOException {
        knows("ps", states);
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    ContainerEngine engine() {
        return new ContainerEngine(folder.resolve("engine").toString());
    }

    ContainerMachines.Settings settings() {
        return new ContainerMachines.Settings(
                "lab",
                "k3sdeploy/lab-host:latest",
                Optional.empty(),
                folder.resolve("key"),
                List.of("192.0.2.1", "192.0.2.2"));
    }

    ContainerMachines machines() {
        return machines(engine(), settings());
    }

    static ContainerMachines machines(ContainerEngine engine, ContainerMachines.Settings settings) {
        return machines(engine, settings, new InotifyInstances(Optional.of("128"), false));
    }

    ContainerMachines machines(InotifyInstances inotify) {
        return machines(engine(), settings(), inotify);
    }

    private static ContainerMachines machines(
            ContainerEngine engine, ContainerMachines.Settings settings, InotifyInstances inotify) {
        return new ContainerMachines(engine, settings, new ContainerBoots(engine, Duration.ZERO, () -> inotify));
    }
}
