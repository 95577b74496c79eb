package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of a Vagrantfile, as the vagrant command tells of them; changes none of them. */
public final class Vagrant {
    /** Vagrant takes either, and another one where VAGRANT_VAGRANTFILE names it. */
    private static final List<String> USUAL_NAMES = List.of("Vagrantfile", "vagrantfile");

    private final Path folder;
    private final Tool vagrant;

    private Vagrant(Path folder, Tool vagrant) {
        this.folder = folder;
        this.vagrant = vagrant;
    }

    /**
     * The Vagrant that is responsible for a folder: as Vagrant itself does, the Vagrantfile is looked for there and above.
     *
     * @param environment of this process: PATH, VAGRANT_VAGRANTFILE
     * @throws K3sDeployException when there is no Vagrantfile or no Vagrant
     */
    public static Vagrant of(Path start, Map<String, String> environment) {
        Path found = Files.isDirectory(start) ? start : null;
        while (found != null && !isAt(found, environment)) {
            found = found.getParent();
        }
        if (found == null) {
            throw new K3sDeployException(
                    "There is no Vagrantfile in " + start + " or above it",
                    "-i vagrant:FOLDER names the folder of one; -i FILE names another inventory");
        }
        Path program = Tool.onPath("vagrant", environment.getOrDefault("PATH", environment.getOrDefault("Path", "")))
                .orElseThrow(() -> new K3sDeployException(
                        "Vagrant is not installed: no folder of PATH holds a program vagrant",
                        "Install it, https://developer.hashicorp.com/vagrant, or name an inventory with -i"));
        return new Vagrant(found, new Tool(program.toString(), Optional.of(found)));
    }

    /** Whether just this folder has a Vagrantfile. */
    public static boolean isAt(Path folder, Map<String, String> environment) {
        String named = environment.getOrDefault("VAGRANT_VAGRANTFILE", "");
        List<String> names = named.isEmpty() ? USUAL_NAMES : List.of(named);
        return names.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** Where the Vagrantfile is. */
    public Path folder() {
        return folder;
    }

    /**
     * All machines of the Vagrantfile, in its order.
     *
     * @throws K3sDeployException when Vagrant cannot tell, with what it says
     */
    public List<VagrantMachine> machines() {
        Tool.Answer answer = vagrant.call(List.of("status", "--machine-readable"));
        MachineReadable lines = MachineReadable.parse(answer.text());
        if (answer.exitStatus() != 0) {
            throw failed("vagrant status", lines.error().orElse(answer.errors()));
        }
        return lines.machines();
    }

    /** How to log in to machines that run. */
    public List<SshConfigEntry> access(List<VagrantMachine> running) {
        List<String> words = new ArrayList<>(List.of("ssh-config"));
        running.forEach(machine -> words.add(machine.name()));
        Tool.Answer answer = vagrant.call(words);
        if (answer.exitStatus() != 0) {
            throw failed("vagrant ssh-config", answer.errors());
        }
        return SshConfigEntry.parse(answer.text());
    }

    private K3sDeployException failed(String command, String said) {
        return new K3sDeployException(
                "`" + command + "` failed in " + folder + ": " + (said.isEmpty() ? "it does not say why" : said),
                "Run it by hand there");
    }
}
