package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Machines of a Vagrantfile. The Vagrantfile is the user's: its machines that the inventory does not name are left alone. */
public final class VagrantMachines implements MachineProvider {
    private static final String LOCKED = "Vagrant::Errors::MachineActionLockedError";
    private static final String PROXY_PLUGIN = "vagrant-proxyconf";
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY");

    /**
     * Where Vagrant works, as far as it matters.
     *
     * @param environment of this process: PATH, http_proxy
     * @param osName as the system property os.name has it
     * @param networks those that VirtualBox may make
     * @param lockPause between two attempts at a machine that another vagrant is at work on
     */
    public record Surroundings(
            Map<String, String> environment, String osName, HostOnlyNetworks networks, Duration lockPause) {}

    private static final int LOCK_ATTEMPTS = 120;

    private final Vagrant vagrant;
    private final Surroundings around;

    /**
     * Machines that Vagrant makes.
     *
     * @param vagrant at the Vagrantfile
     * @param around what else of this machine counts
     */
    public VagrantMachines(Vagrant vagrant, Surroundings around) {
        this.vagrant = vagrant;
        this.around = around;
    }

    @Override
    public List<MachineState> states(List<MachineSpec> wanted) {
        return found(wanted).values().stream().map(this::state).toList();
    }

    /** One that was killed while Vagrant made it may run and not have its network yet: `vagrant up` again sees to that. */
    private MachineState state(VagrantMachine machine) {
        MachineState.Existence existence = MachineState.Existence.STOPPED;
        String condition = machine.condition();
        if (machine.state().equals("not_created")) {
            existence = MachineState.Existence.ABSENT;
        } else if (machine.running() && vagrant.finished(machine)) {
            existence = MachineState.Existence.RUNNING;
        } else if (machine.running()) {
            condition = "running, and its first `vagrant up` did not end";
        }
        return new MachineState(machine.name(), existence, condition, machine.provider());
    }

    private Map<String, VagrantMachine> found(List<MachineSpec> wanted) {
        Map<String, VagrantMachine> all = vagrant.machines().stream()
                .collect(Collectors.toMap(
                        VagrantMachine::name, machine -> machine, (one, other) -> one, LinkedHashMap::new));
        List<String> unknown = wanted.stream()
                .map(MachineSpec::name)
                .filter(name -> !all.containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new K3sDeployException(
                    Message.of("vagrant.unknown", String.join(", ", unknown), vagrant.folder()),
                    all.isEmpty()
                            ? Message.of("vagrant.unknown.none")
                            : Message.of("vagrant.unknown.next", String.join(", ", all.keySet())));
        }
        Map<String, VagrantMachine> found = new LinkedHashMap<>();
        wanted.forEach(machine ->
                Optional.ofNullable(all.get(machine.name())).ifPresent(known -> found.put(machine.name(), known)));
        return found;
    }

    @Override
    public List<String> strays(List<MachineSpec> wanted) {
        return List.of();
    }

    @Override
    public void ensure(List<MachineSpec> wanted, Consumer<Message> progress) {
        Map<String, MachineState> before =
                states(wanted).stream().collect(Collectors.toMap(MachineState::name, state -> state));
        if (before.values().stream().allMatch(MachineState::running)) {
            return;
        }
        if (!before.values().stream().allMatch(MachineState::exists)) {
            tellOfProxy(progress);
        }
        progress.accept(Message.verbatim("vagrant up in " + vagrant.folder()));
        up(wanted, before.values().iterator().next().kind(), progress);
    }

    private void up(List<MachineSpec> machines, String provider, Consumer<Message> progress) {
        List<String> names = machines.stream().map(MachineSpec::name).toList();
        Vagrant.Ending ending = vagrant.act(List.of("up"), names, line -> progress.accept(Message.verbatim(line)));
        for (int attempt = 1; ending.failedBy(LOCKED) && attempt < LOCK_ATTEMPTS; attempt++) {
            progress.accept(Message.of("vagrant.waiting"));
            pause();
            ending = vagrant.act(List.of("up"), names, line -> progress.accept(Message.verbatim(line)));
        }
        if (ending.exitStatus() != 0) {
            throw explained(vagrant.failed("up", ending), machines.get(0), provider);
        }
    }

    /** VirtualBox's refusal of a network is the failure that students meet first. */
    private K3sDeployException explained(K3sDeployException failure, MachineSpec machine, String provider) {
        Optional<Message> advice = provider.equals("virtualbox")
                ? around.networks().advice(machine.address(), around.osName())
                : Optional.empty();
        return new K3sDeployException(
                failure.what(),
                advice.map(text -> Message.of("vagrant.then-again", text)).orElse(Message.of("vagrant.mend")));
    }

    private void pause() {
        try {
            Thread.sleep(around.lockPause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("Interrupted while another vagrant was at work", "Run it again", e);
        }
    }

    private void tellOfProxy(Consumer<Message> progress) {
        boolean proxy = PROXIES.stream()
                .anyMatch(name -> !around.environment().getOrDefault(name, "").isEmpty());
        if (proxy) {
            progress.accept(
                    vagrant.hasPlugin(PROXY_PLUGIN)
                            ? Message.of("vagrant.proxy", PROXY_PLUGIN)
                            : Message.of("vagrant.no-proxy", PROXY_PLUGIN));
        }
    }

    @Override
    public void stop(List<MachineSpec> machines, Consumer<Message> progress) {
        List<String> running = found(machines).values().stream()
                .filter(VagrantMachine::running)
                .map(VagrantMachine::name)
                .toList();
        if (!running.isEmpty()) {
            vagrant.mustAct(List.of("halt"), running, line -> progress.accept(Message.verbatim(line)));
        }
    }

    /** Only those of the names that exist: `vagrant destroy` takes a name for a pattern, which these are not. */
    @Override
    public List<String> remove(List<String> names, Consumer<Message> progress) {
        List<String> existing = vagrant.machines().stream()
                .filter(machine ->
                        names.contains(machine.name()) && !machine.state().equals("not_created"))
                .map(VagrantMachine::name)
                .toList();
        if (!existing.isEmpty()) {
            vagrant.mustAct(List.of("destroy", "--force"), existing, line -> progress.accept(Message.verbatim(line)));
        }
        return existing;
    }

    /** A rebuilt VM behind the same port or address has another id: host keys are kept by that. */
    @Override
    public Map<String, MachineLogin> access(List<MachineSpec> machines) {
        List<String> names = machines.stream().map(MachineSpec::name).toList();
        Map<String, MachineLogin> access = new LinkedHashMap<>();
        vagrant.accessIfAllRun(names)
                .orElseGet(() -> accessToRunning(machines))
                .forEach(entry -> access.put(entry.name(), entry.login(vagrant.id(entry.name()))));
        return access;
    }

    private List<SshConfigEntry> accessToRunning(List<MachineSpec> machines) {
        List<VagrantMachine> running = found(machines).values().stream()
                .filter(VagrantMachine::running)
                .toList();
        return running.isEmpty() ? List.of() : vagrant.access(running);
    }
}
