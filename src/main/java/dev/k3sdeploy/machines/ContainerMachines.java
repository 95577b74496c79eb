package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Containers that behave as VMs: systemd, sshd, an address of their own. Made with the docker or podman command;
 * recognised by a label, so that nothing else is ever touched.
 */
public final class ContainerMachines implements MachineProvider {
    private static final String LABEL = "dev.k3sdeploy.cluster";

    /**
     * What the containers have in common.
     *
     * @param cluster part of their names and their label
     * @param image of the engine's local images
     * @param authorizedKey a public key line that may log in as {@code vagrant}
     */
    public record Settings(String cluster, String image, String authorizedKey) {}

    private final Tool engine;
    private final Settings settings;

    /**
     * Containers of an engine.
     *
     * @param engine {@code docker} or {@code podman}
     */
    public ContainerMachines(String engine, Settings settings) {
        this.engine = new Tool(engine);
        this.settings = settings;
    }

    @Override
    public List<MachineSpec> missing(List<MachineSpec> wanted) {
        Map<String, String> states = states();
        return wanted.stream()
                .filter(machine -> !"running".equals(states.get(container(machine))))
                .toList();
    }

    @Override
    public List<MachineSpec> ensure(List<MachineSpec> wanted, Consumer<String> progress) {
        Map<String, String> states = states();
        List<String> stopped = wanted.stream()
                .map(this::container)
                .filter(name -> states.containsKey(name) && !"running".equals(states.get(name)))
                .toList();
        if (!stopped.isEmpty()) {
            progress.accept("Starting " + String.join(", ", stopped));
            List<String> start = new ArrayList<>(List.of("start"));
            start.addAll(stopped);
            engine.output(start);
        }
        List<MachineSpec> created = wanted.stream()
                .filter(machine -> !states.containsKey(container(machine)))
                .toList();
        if (!created.isEmpty()) {
            requireImage();
            ContainerNetwork network = new ContainerNetwork(engine, settings.cluster(), LABEL);
            network.ensure(created.get(0).address());
            for (MachineSpec machine : created) {
                progress.accept("Creating " + container(machine) + " with address " + machine.address());
                run(machine, network.name());
            }
        }
        return created;
    }

    @Override
    public List<MachineSpec> remove(List<MachineSpec> unwanted, Consumer<String> progress) {
        Map<String, String> states = states();
        List<MachineSpec> removed = unwanted.stream()
                .filter(machine -> states.containsKey(container(machine)))
                .toList();
        if (!removed.isEmpty()) {
            List<String> names = removed.stream().map(this::container).toList();
            progress.accept("Removing " + String.join(", ", names));
            List<String> remove = new ArrayList<>(List.of("rm", "--force", "--volumes"));
            remove.addAll(names);
            engine.output(remove);
        }
        if (removed.size() == states.size()) {
            new ContainerNetwork(engine, settings.cluster(), LABEL).remove();
        }
        return removed;
    }

    /** Container name to state, of this cluster's containers. */
    private Map<String, String> states() {
        Tool.Answer answer = engine.call(List.of(
                "ps",
                "--all",
                "--filter",
                "label=" + LABEL + "=" + settings.cluster(),
                "--format",
                "{{.Names}} {{.State}}"));
        if (answer.exitStatus() != 0) {
            throw new K3sDeployException(
                    "The container engine does not answer: " + answer.errors(),
                    "Start it (sudo systemctl start docker), or run lab/setup, which installs and starts one");
        }
        Map<String, String> states = new LinkedHashMap<>();
        answer.text().lines().map(line -> line.split(" ", 2)).forEach(words -> states.put(words[0], words[1]));
        return states;
    }

    private void requireImage() {
        if (engine.call(List.of("image", "inspect", "--format", "{{.Id}}", settings.image()))
                        .exitStatus()
                != 0) {
            throw new K3sDeployException(
                    "The container engine has no image " + settings.image(), "Run lab/setup: it builds the image");
        }
    }

    private void run(MachineSpec machine, String network) {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", container(machine)));
        words.addAll(List.of("--hostname", machine.name(), "--network", network, "--ip", machine.address()));
        words.addAll(List.of("--label", LABEL + "=" + settings.cluster()));
        words.addAll(List.of("--env", "K3SDEPLOY_AUTHORIZED_KEY=" + settings.authorizedKey()));
        words.addAll(ContainerPrivileges.ofThisMachine().flags());
        words.add(settings.image());
        engine.output(words);
    }

    private String container(MachineSpec machine) {
        return "k3sdeploy-" + settings.cluster() + "-" + machine.name();
    }
}
