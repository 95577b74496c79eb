package dev.k3sdeploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program {@code vagrant} that prints what Vagrant's documentation says of its output, on the PATH of a control machine. */
final class ScriptedVagrant {
    private final Path folder;
    private final List<String> status = new ArrayList<>();
    private final List<String> config = new ArrayList<>();

    /** In a folder with a Vagrantfile. */
    ScriptedVagrant(Path folder) {
        this.folder = folder;
        write(folder.resolve("Vagrantfile"), "Vagrant.configure(\"2\") { |config| }\n");
    }

    /** A machine of VirtualBox's: reached by a port of this machine's. */
    ScriptedVagrant virtualbox(String name, String state, int port) {
        state(name, "virtualbox", state);
        return state.equals("running") ? entry(name, "127.0.0.1", port, "virtualbox") : this;
    }

    /** A machine of libvirt's: reached by an address of Vagrant's own network. */
    ScriptedVagrant libvirt(String name, String state, String address) {
        state(name, "libvirt", state);
        return state.equals("running") ? entry(name, address, 22, "libvirt") : this;
    }

    private void state(String name, String provider, String state) {
        status.add("1700000000," + name + ",metadata,provider," + provider);
        status.add("1700000000," + name + ",provider-name," + provider);
        status.add("1700000000," + name + ",state," + state);
        status.add("1700000000," + name + ",state-human-short," + state.replace('_', ' '));
        status.add("1700000000," + name + ",state-human-long,The VM is " + state
                + ". To stop this VM%!(VAGRANT_COMMA) you can\\nrun `vagrant halt`");
    }

    private ScriptedVagrant entry(String name, String host, int port, String provider) {
        Path key = write(folder.resolve(".vagrant/machines/" + name + "/" + provider + "/private_key"), "key");
        config.add("""
                Host %s
                  HostName %s
                  User vagrant
                  Port %d
                  UserKnownHostsFile /dev/null
                  StrictHostKeyChecking no
                  PasswordAuthentication no
                  IdentityFile "%s"
                  IdentitiesOnly yes
                  LogLevel FATAL

                """.formatted(name, host, port, key));
        return this;
    }

    /** The control machine that has it; the working directory is the Vagrantfile's. */
    ControlMachine here() {
        String lines = String.join("\n", status) + "\n1700000000,,ui,info,Current machine states:\\n\\n" + status.size()
                + " lines\n";
        return scripted("""
                case "$*" in
                  "status --machine-readable") cat <<'STATUS'
                %sSTATUS
                  ;;
                  "ssh-config%s") cat <<'CONFIG'
                %sCONFIG
                  ;;
                  *) echo "unexpected: vagrant $*" >&2; exit 64 ;;
                esac
                """.formatted(lines, runningNames(), String.join("", config)));
    }

    private String runningNames() {
        StringBuilder names = new StringBuilder();
        config.forEach(entry ->
                names.append(' ').append(entry.lines().findFirst().orElseThrow().substring("Host ".length())));
        return names.toString();
    }

    /** One where {@code vagrant status} fails. */
    ControlMachine failing(String machineReadable) {
        return scripted("cat <<'SAID'\n" + machineReadable + "\nSAID\nexit 1\n");
    }

    private ControlMachine scripted(String text) {
        Path program = write(folder.resolve("bin/vagrant"), "#!/bin/sh\n" + text);
        if (!program.toFile().setExecutable(true)) {
            throw new AssertionError("chmod " + program);
        }
        return new ControlMachine(folder, folder, "tester", Map.of("PATH", "/nowhere:" + program.getParent()));
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
