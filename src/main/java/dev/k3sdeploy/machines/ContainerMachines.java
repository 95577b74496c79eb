package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Containers that behave as VMs: systemd, sshd, an address of their own. Recognised by a label, so that nothing else is
 * ever touched.
 */
public final class ContainerMachines implements MachineProvider {
    private static final String LABEL = "dev.k3sdeploy.cluster";
    static final String RUNNING = "running";
    private static final String RESTARTING = "restarting";

    /** A container ends when its machine reboots, and must come back as a machine does; one that was stopped stays so. */
    private static final String AFTER_A_REBOOT = "unless-stopped";

    /**
     * What the containers have in common.
     *
     * @param cluster part of their names and their label
     * @param image of the engine's local images
     * @param subnet of their network, as {@code 172.30.50.0/24}; empty for the /24 of their addresses
     * @param loginKey the private key that may log in as {@code vagrant}; made when it is missing
     * @param nameservers addresses that the machines' pods ask: their network's own server is none for pods
     */
    public record Settings(
            String cluster, String image, Optional<String> subnet, Path loginKey, List<String> nameservers) {}

    private final ContainerEngine kind;
    private final Tool engine;
    private final Settings settings;
    private final ContainerBoots boots;

    /**
     * Machines that an engine runs.
     *
     * @param engine docker or podman
     * @param settings image, network and the like
     */
    public ContainerMachines(ContainerEngine engine, Settings settings) {
        this(engine, settings, ContainerBoots.of(engine));
    }

    ContainerMachines(ContainerEngine engine, Settings settings, ContainerBoots boots) {
        this.kind = engine;
        this.engine = engine.tool();
        this.settings = settings;
        this.boots = boots;
    }

    @Override
    public List<MachineState> states(List<MachineSpec> wanted) {
        Map<String, String> states = states();
        return wanted.stream().map(machine -> state(machine.name(), states)).toList();
    }

    private MachineState state(String name, Map<String, String> states) {
        String condition = states.get(container(name));
        if (condition == null) {
            return MachineState.absent(name, kind.name());
        }
        boolean running = condition.equals(RUNNING);
        return new MachineState(
                name,
                running ? MachineState.Existence.RUNNING : MachineState.Existence.STOPPED,
                condition,
                kind.name());
    }

    @Override
    public List<String> strays(List<MachineSpec> wanted) {
        List<String> names = wanted.stream().map(MachineSpec::name).toList();
        return states().keySet().stream()
                .map(this::machine)
                .filter(name -> !names.contains(name))
                .toList();
    }

    @Override
    public void ensure(List<MachineSpec> wanted, Consumer<Message> progress) {
        Map<String, String> states = states();
        List<MachineSpec> created = wanted.stream()
                .filter(machine -> !states.containsKey(container(machine.name())))
                .toList();
        List<String> stopped = wanted.stream()
                .map(machine -> container(machine.name()))
                .filter(name -> states.containsKey(name) && !RUNNING.equals(states.get(name)))
                .toList();
        if (!stopped.isEmpty()) {
            progress.accept(Message.of("machines.starting", String.join(", ", stopped)));
            start(stopped, states);
        }
        if (!created.isEmpty()) {
            create(created, progress);
        }
        boots.await(Stream.concat(stopped.stream(), created.stream().map(machine -> container(machine.name())))
                .toList());
    }

    /** To {@code start} a container that the engine is about to start again is nothing to do, and that may take a minute. */
    private void start(List<String> containers, Map<String, String> states) {
        Map<Boolean, List<String>> byRestarting =
                containers.stream().collect(Collectors.partitioningBy(name -> RESTARTING.equals(states.get(name))));
        byRestarting.forEach((restarting, names) -> {
            if (!names.isEmpty()) {
                on(restarting ? "restart" : "start", names);
            }
        });
    }

    private void create(List<MachineSpec> machines, Consumer<Message> progress) {
        kind.requireRoot();
        requireImage();
        String key = LoginKey.publicLine(settings.loginKey());
        ContainerNetwork network = network();
        network.ensure(machines.get(0).address());
        AtOnce.each(machines, machine -> {
            progress.accept(Message.of("machines.creating", container(machine.name()), machine.address()));
            run(machine, network.name(), key);
        });
    }

    @Override
    public void stop(List<MachineSpec> machines, Consumer<Message> progress) {
        Map<String, String> states = states();
        List<String> running = machines.stream()
                .map(machine -> container(machine.name()))
                .filter(name -> RUNNING.equals(states.get(name)))
                .toList();
        if (!running.isEmpty()) {
            progress.accept(Message.of("machines.stopping", String.join(", ", running)));
            on("stop", running);
        }
    }

    @Override
    public List<String> remove(List<String> names, Consumer<Message> progress) {
        Map<String, String> states = states();
        List<String> removed = names.stream()
                .filter(name -> states.containsKey(container(name)))
                .toList();
        if (!removed.isEmpty()) {
            List<String> containers = removed.stream().map(this::container).toList();
            progress.accept(Message.of("machines.removing", String.join(", ", containers)));
            List<String> words = new ArrayList<>(List.of("--force", "--volumes"));
            words.addAll(containers);
            on("rm", words);
        }
        if (removed.size() == states.size()) {
            network().remove();
        }
        return removed;
    }

    @Override
    public Map<String, MachineLogin> access(List<MachineSpec> machines) {
        Map<String, MachineLogin> access = new LinkedHashMap<>();
        machines.forEach(machine -> access.put(
                machine.name(),
                new MachineLogin(
                        machine.address(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.of(settings.loginKey()),
                        Optional.empty())));
        return access;
    }

    /** Container name to state, of this cluster's containers. */
    private Map<String, String> states() {
        Tool.Answer answer = engine.call(List.of(
                "ps", "--all", "--filter", "label=" + LABEL + "=" + settings.cluster(), "--format", "{{.Names}}"));
        if (answer.exitStatus() != 0) {
            throw new K3sDeployException(
                    Message.of("containers.silent", answer.errors()), Message.of("containers.silent.next"));
        }
        List<String> names = answer.text().lines().toList();
        return names.isEmpty() ? Map.of() : statesOf(names);
    }

    /** Asked of each container: what Podman's `ps` calls a state is «Up 23 seconds ago». Docker begins names with a slash. */
    private Map<String, String> statesOf(List<String> containers) {
        List<String> words =
                new ArrayList<>(List.of("container", "inspect", "--format", "{{.Name}} {{.State.Status}}"));
        words.addAll(containers);
        Map<String, String> states = new LinkedHashMap<>();
        engine.output(words)
                .lines()
                .map(line -> line.replaceFirst("^/", "").split(" ", 2))
                .forEach(answer -> states.put(answer[0], answer[1]));
        return states;
    }

    private void requireImage() {
        if (engine.call(List.of("image", "inspect", "--format", "{{.Id}}", settings.image()))
                        .exitStatus()
                != 0) {
            throw new K3sDeployException(
                    Message.of("containers.no-image", settings.image()), Message.of("containers.no-image.next"));
        }
    }

    private void run(MachineSpec machine, String network, String key) {
        List<String> words = new ArrayList<>(List.of("--detach", "--name", container(machine.name())));
        words.addAll(List.of("--hostname", machine.name(), "--network", network, "--ip", machine.address()));
        words.addAll(List.of("--label", LABEL + "=" + settings.cluster(), "--restart", AFTER_A_REBOOT));
        words.addAll(List.of("--env", "K3SDEPLOY_AUTHORIZED_KEY=" + key));
        words.addAll(List.of("--env", "K3SDEPLOY_NAMESERVERS=" + String.join(" ", settings.nameservers())));
        machine.size().cpus().ifPresent(cpus -> words.addAll(List.of("--cpus", cpus)));
        machine.size().memory().ifPresent(memory -> words.addAll(List.of("--memory", memory)));
        words.addAll(ContainerPrivileges.ofThisMachine().flags());
        words.add(settings.image());
        create(container(machine.name()), words);
    }

    /** An earlier k3sdeploy that was killed may have left this to an engine that is just at it. */
    private void create(String container, List<String> arguments) {
        try {
            on("run", arguments);
        } catch (K3sDeployException e) {
            if (!states().containsKey(container)) {
                throw e;
            }
            on("start", List.of(container));
        }
    }

    private void on(String command, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(arguments);
        engine.output(words);
    }

    private ContainerNetwork network() {
        return new ContainerNetwork(engine, settings.cluster(), LABEL, settings.subnet());
    }

    private String container(String machine) {
        return prefix() + machine;
    }

    private String machine(String container) {
        return container.startsWith(prefix()) ? container.substring(prefix().length()) : container;
    }

    private String prefix() {
        return "k3sdeploy-" + settings.cluster() + "-";
    }
}
