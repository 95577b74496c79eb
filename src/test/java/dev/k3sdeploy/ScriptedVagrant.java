package dev.k3sdeploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program {@code vagrant} on the PATH of a control machine, with the output and the files of the real one's
 * (2.3.4): machines are created, stopped, destroyed, and remembered between calls.
 */
public final class ScriptedVagrant {
    /** Files of the machines lie in vms/NAME: provider, state, host, port. */
    private static final String SCRIPT = """
            #!/bin/sh
            top=$(cd "${0%/*}/.." && pwd)
            cd "$top" || exit 70
            echo "$*" >>calls
            command=$1; shift
            say() { printf '%s\\n' "1700000000,$1,ui,$2,$3"; }
            fail() { say '' error "$2"; printf '%s\\n' "1700000000,,error-exit,Vagrant::Errors::$1,$2"; exit 1; }
            vm() { read -r provider state host port <"vms/$1"; }
            put() { echo "$provider $2 $host $port" >"vms/$1"; }
            names=; for word; do case $word in -*) ;; *) names="$names $word" ;; esac; done
            [ -n "$names" ] || names=$(cat order)
            case $command in
            status)
              [ ! -e broken ] || { cat broken; exit 1; }
              for name in $(cat order); do
                vm "$name"
                echo "1700000000,$name,metadata,provider,$provider"
                echo "1700000000,$name,provider-name,$provider"
                echo "1700000000,$name,state,$state"
                echo "1700000000,$name,state-human-short,$(echo "$state" | tr _ ' ')"
                echo "1700000000,$name,state-human-long,The VM is $state. To stop this VM%!(VAGRANT_COMMA) you can\\\\nrun it"
              done
              say '' info 'Current machine states:\\n\\nthe end' ;;
            ssh-config)
              for name in $names; do
                vm "$name"
                if [ "$state" != running ]; then echo "The provider is not yet ready for SSH." >&2; exit 1; fi
                printf 'Host %s\\n  HostName %s\\n  User vagrant\\n  Port %s\\n' "$name" "$host" "$port"
                printf '  UserKnownHostsFile /dev/null\\n  StrictHostKeyChecking no\\n  PasswordAuthentication no\\n'
                printf '  IdentityFile "%s/.vagrant/machines/%s/%s/private_key"\\n' "$top" "$name" "$provider"
                printf '  IdentitiesOnly yes\\n  LogLevel FATAL\\n\\n'
              done ;;
            up)
              if [ -e locked ]; then rm locked; fail MachineActionLockedError 'An action up was attempted'; fi
              for name in $names; do
                vm "$name"
                say '' info "Bringing machine '$name' up with '$provider' provider..."
                [ "$state" != running ] || continue
                notes=.vagrant/machines/$name/$provider; mkdir -p "$notes"
                if [ "$state" = not_created ]; then
                  say "$name" output "==> $name: Importing base box 'ubuntu/jammy64'..."
                  date +%s%N >"$notes/id"; echo key >"$notes/private_key"
                  put "$name" poweroff
                fi
                if [ -e refused ]; then
                  fail VirtualBoxInvalidHostSubnet 'The IP address is not within the\\nallowed ranges.'
                fi
                turns=0; while [ -e slow ] && [ $turns -lt 300 ]; do sleep 0.1; turns=$((turns + 1)); done
                say "$name" output "==> $name: Machine booted and ready!"
                put "$name" running
                echo 1.5 >"$notes/action_provision"
              done ;;
            halt) for name in $names; do vm "$name"; put "$name" poweroff; say "$name" info "==> $name: Halting"; done ;;
            destroy)
              for name in $names; do
                vm "$name"; put "$name" not_created
                rm -rf ".vagrant/machines/$name/$provider"
                say "$name" info "==> $name: Destroying VM and associated drives..."
              done ;;
            plugin) cat plugins 2>/dev/null; say '' info 'No plugins installed.' ;;
            *) echo "unexpected: vagrant $command" >&2; exit 64 ;;
            esac
            """;

    private final Path folder;
    private final List<String> order = new ArrayList<>();

    /** In a folder with a Vagrantfile. */
    public ScriptedVagrant(Path folder) {
        this.folder = folder;
        write(folder.resolve("bin/vagrant"), SCRIPT);
        if (!folder.resolve("bin/vagrant").toFile().setExecutable(true)) {
            throw new AssertionError("chmod");
        }
        if (Files.notExists(folder.resolve("Vagrantfile"))) {
            write(folder.resolve("Vagrantfile"), "Vagrant.configure(\"2\") { |config| }\n");
        }
    }

    /** A machine of VirtualBox's: reached by a port of this machine's. */
    public ScriptedVagrant virtualbox(String name, String state, int port) {
        return machine(name, "virtualbox", state, "127.0.0.1 " + port);
    }

    /** A machine of libvirt's: reached by an address of Vagrant's own network. */
    public ScriptedVagrant libvirt(String name, String state, String address) {
        return machine(name, "libvirt", state, address + " 22");
    }

    private ScriptedVagrant machine(String name, String provider, String state, String place) {
        order.add(name);
        write(folder.resolve("order"), String.join("\n", order) + "\n");
        write(folder.resolve("vms/" + name), provider + " " + state + " " + place + "\n");
        if (!state.equals("not_created")) {
            Path notes = folder.resolve(".vagrant/machines/" + name + "/" + provider);
            write(notes.resolve("private_key"), "key");
            write(notes.resolve("id"), "id-of-" + name);
            write(notes.resolve("action_provision"), "1.5:id-of-" + name);
        }
        return this;
    }

    /** Something that goes otherwise: {@code locked}, {@code refused}, {@code slow}, {@code plugins}, {@code broken}. */
    public ScriptedVagrant with(String circumstance, String text) {
        write(folder.resolve(circumstance), text);
        return this;
    }

    public ScriptedVagrant without(String circumstance) {
        try {
            Files.delete(folder.resolve(circumstance));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Vagrant was asked for, a line each. */
    public List<String> calls() {
        try {
            return Files.exists(folder.resolve("calls")) ? Files.readAllLines(folder.resolve("calls")) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The control machine that has it; the working directory is the Vagrantfile's. */
    public ControlMachine here() {
        return new ControlMachine(
                folder, folder, "tester", Map.of("PATH", "/nowhere:" + folder.resolve("bin") + ":/usr/bin:/bin"));
    }

    /** One where {@code vagrant status} fails. */
    ControlMachine failing(String machineReadable) {
        return with("broken", machineReadable + "\n").here();
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
