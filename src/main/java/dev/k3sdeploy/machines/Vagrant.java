package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The vagrant command in the folder of a Vagrantfile. */
public final class Vagrant {
    /** Vagrant takes either, and another one where VAGRANT_VAGRANTFILE names it. */
    private static final List<String> USUAL_NAMES = List.of("Vagrantfile", "vagrantfile");

    private final Path folder;
    private final Tool vagrant;
    private final Map<String, String> environment;

    private Vagrant(Path folder, Tool vagrant, Map<String, String> environment) {
        this.folder = folder;
        this.vagrant = vagrant;
        this.environment = environment;
    }

    /**
     * The Vagrant that is responsible for a folder: as Vagrant itself does, the Vagrantfile is looked for there and above.
     *
     * @param start where the search begins
     * @param environment of this process: PATH, VAGRANT_VAGRANTFILE
     * @return ready to be asked
     * @throws K3sDeployException when there is no Vagrantfile or no Vagrant
     */
    public static Vagrant of(Path start, Map<String, String> environment) {
        Path found = Files.isDirectory(start) ? start : null;
        while (found != null && !isAt(found, environment)) {
            found = found.getParent();
        }
        if (found == null) {
            throw new K3sDeployException(Message.of("vagrant.no-file", start), Message.of("vagrant.no-file.next"));
        }
        Path program = Programs.onPath("vagrant", environment)
                .orElseThrow(() -> new K3sDeployException(
                        Message.of("vagrant.not-installed"), Message.of("vagrant.not-installed.next")));
        return new Vagrant(found, new Tool(program.toString(), Optional.of(found), environment), environment);
    }

    /**
     * {@return whether just this folder has a Vagrantfile}
     *
     * @param folder of a project
     * @param environment of this process: VAGRANT_VAGRANTFILE
     */
    public static boolean isAt(Path folder, Map<String, String> environment) {
        String named = environment.getOrDefault("VAGRANT_VAGRANTFILE", "");
        List<String> names = named.isEmpty() ? USUAL_NAMES : List.of(named);
        return names.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** {@return where the Vagrantfile is} */
    public Path folder() {
        return folder;
    }

    /**
     * All machines of the Vagrantfile, in its order.
     *
     * @return each with its provider and state
     * @throws K3sDeployException when Vagrant cannot tell, with what it says
     */
    public List<VagrantMachine> machines() {
        Tool.Answer answer = vagrant.call(List.of("status", "--machine-readable"));
        MachineReadable lines = MachineReadable.parse(answer.text());
        if (answer.exitStatus() != 0) {
            throw failed(
                    "vagrant status",
                    lines.failure().map(MachineReadable.Failure::text).orElse(answer.errors()));
        }
        return lines.machines();
    }

    /**
     * How to log in to machines that run.
     *
     * @param running only these are asked for; the others would fail
     * @return an entry for each, as {@code vagrant ssh-config} tells it
     */
    public List<SshConfigEntry> access(List<VagrantMachine> running) {
        Tool.Answer answer =
                sshConfig(running.stream().map(VagrantMachine::name).toList());
        if (answer.exitStatus() != 0) {
            throw failed("vagrant ssh-config", answer.errors());
        }
        return SshConfigEntry.parse(answer.text());
    }

    /** The same, asked without knowing whether all of them run; empty where one does not. */
    Optional<List<SshConfigEntry>> accessIfAllRun(List<String> machines) {
        Tool.Answer answer = sshConfig(machines);
        return answer.exitStatus() == 0 ? Optional.of(SshConfigEntry.parse(answer.text())) : Optional.empty();
    }

    private Tool.Answer sshConfig(List<String> machines) {
        List<String> words = new ArrayList<>(List.of("ssh-config"));
        words.addAll(machines);
        return vagrant.call(words);
    }

    /** How a long call ended: 0, or else why it did not, as far as Vagrant says so. */
    record Ending(int exitStatus, Optional<MachineReadable.Failure> failure) {
        boolean failedBy(String type) {
            return failure.filter(found -> found.type().equals(type)).isPresent();
        }
    }

    /** Runs {@code vagrant up}, {@code halt} or {@code destroy} for some machines; what it says for people is passed on. */
    Ending act(List<String> words, List<String> machines, Consumer<String> progress) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--machine-readable");
        arguments.addAll(machines);
        List<MachineReadable.Failure> failures = new ArrayList<>();
        int exitStatus = vagrant.follow(arguments, line -> {
            MachineReadable read = MachineReadable.parse(line);
            read.failure().ifPresent(failures::add);
            (read.lines().isEmpty() ? List.of(line) : read.said()).forEach(progress);
        });
        return new Ending(exitStatus, failures.stream().findFirst());
    }

    /** As {@link #act}, for what must succeed. */
    void mustAct(List<String> words, List<String> machines, Consumer<String> progress) {
        Ending ending = act(words, machines, progress);
        if (ending.exitStatus() != 0) {
            throw failed(words.get(0), ending);
        }
    }

    K3sDeployException failed(String command, Ending ending) {
        return failed(
                "vagrant " + command,
                ending.failure().map(MachineReadable.Failure::text).orElse("its status is " + ending.exitStatus()));
    }

    boolean hasPlugin(String name) {
        return MachineReadable.parse(vagrant.call(List.of("plugin", "list", "--machine-readable"))
                        .text())
                .plugins()
                .contains(name);
    }

    /** What Vagrant gave a machine when it made it, by whatever provider; empty before that. */
    Optional<String> id(String machine) {
        Path folder = notes(machine);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> providers = Files.list(folder)) {
            return providers
                    .sorted()
                    .flatMap(provider -> read(provider.resolve("id")).stream())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the first {@code vagrant up} of a machine has come to its end. */
    boolean finished(VagrantMachine machine) {
        return read(notes(machine.name()).resolve(Path.of(machine.provider(), "action_provision")))
                .isPresent();
    }

    private Path notes(String machine) {
        return folder.resolve(environment.getOrDefault("VAGRANT_DOTFILE_PATH", ".vagrant"))
                .resolve(Path.of("machines", machine));
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private K3sDeployException failed(String command, String said) {
        return new K3sDeployException(
                Message.of(
                        "vagrant.failed", command, folder, said.isEmpty() ? Message.of("vagrant.says-nothing") : said),
                Message.of("vagrant.failed.next"));
    }
}
