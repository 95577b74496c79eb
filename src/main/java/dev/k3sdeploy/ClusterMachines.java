package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Nameservers;
import dev.k3sdeploy.machines.ContainerEngine;
import dev.k3sdeploy.machines.ContainerMachines;
import dev.k3sdeploy.machines.HostOnlyNetworks;
import dev.k3sdeploy.machines.MachineLogin;
import dev.k3sdeploy.machines.MachineProvider;
import dev.k3sdeploy.machines.MachineSpec;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.machines.Vagrant;
import dev.k3sdeploy.machines.VagrantMachines;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.Login;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machines of a plan that are made, where the inventory declares such; else machines stand there already. */
final class ClusterMachines {
    private static final Duration VAGRANT_LOCK_PAUSE = Duration.ofSeconds(5);

    private final Plan plan;
    private final ControlMachine here;
    private final ClusterOptions.Notices notices;
    private final Optional<MachineProvider> ofCaller;
    private @Nullable Map<String, MachineLogin> access;

    ClusterMachines(Plan plan, ControlMachine here, ClusterOptions options) {
        this.plan = plan;
        this.here = here;
        this.notices = options.notices();
        this.ofCaller = options.machines();
    }

    boolean declared() {
        return plan.machines().isPresent();
    }

    /** Whether they are VMs of a Vagrantfile, which the user may have made, too. */
    boolean ofVagrant() {
        return plan.machines().filter(MachineWish.VagrantVms.class::isInstance).isPresent();
    }

    private List<MachineSpec> wanted() {
        return plan.machines().map(MachineWish::machines).orElse(List.of());
    }

    private List<MachineSpec> wanted(Predicate<Target> limit) {
        return wanted().stream()
                .filter(machine -> limit.test(new Target(machine.name())))
                .toList();
    }

    /** @throws K3sDeployException when the inventory declares none */
    private MachineProvider provider() {
        return ofCaller.orElseGet(this::ofInventory);
    }

    private MachineProvider ofInventory() {
        MachineWish wish = plan.machines()
                .orElseThrow(() ->
                        new K3sDeployException(Message.of("machines.not-ours"), Message.of("machines.not-ours.next")));
        if (wish instanceof MachineWish.Containers containers) {
            return new ContainerMachines(
                    ContainerEngine.of(containers.engine(), here.environment()),
                    new ContainerMachines.Settings(
                            plan.cluster().name(),
                            containers.image(),
                            containers.subnet(),
                            here.data().resolve("lab_ed25519"),
                            Nameservers.below(Path.of("/"))));
        }
        MachineWish.VagrantVms vms = (MachineWish.VagrantVms) wish;
        return new VagrantMachines(
                Vagrant.of(vms.folder(), here.environment()),
                new VagrantMachines.Surroundings(
                        here.environment(),
                        System.getProperty("os.name", ""),
                        HostOnlyNetworks.ofThisMachine(),
                        VAGRANT_LOCK_PAUSE));
    }

    List<MachineState> states() {
        return provider().states(wanted());
    }

    /** As {@link #ensure(boolean, Predicate)}, all of them: a cluster is more than the machines that a run changes. */
    boolean ensure(boolean checkOnly) {
        return ensure(checkOnly, any -> true);
    }

    /**
     * Creates and starts what is missing; the host keys of machines that were there before are forgotten.
     *
     * @param limit which machines
     * @return whether any machine was not running before
     */
    boolean ensure(boolean checkOnly, Predicate<Target> limit) {
        if (!declared()) {
            return false;
        }
        if (checkOnly) {
            requireRunning();
            return false;
        }
        MachineProvider provider = provider();
        List<MachineState> before = provider.states(wanted(limit));
        boolean missing = !before.stream().allMatch(MachineState::running);
        if (missing) {
            access = null;
            forgetHostKeys(before);
            provider.ensure(wanted(limit), notices::note);
        }
        return missing;
    }

    /** Before machines are made: whoever is killed while he makes them has forgotten the keys of those before them. */
    private void forgetHostKeys(List<MachineState> before) {
        Set<String> absent = before.stream()
                .filter(state -> !state.exists())
                .map(MachineState::name)
                .collect(Collectors.toSet());
        wanted().stream()
                .filter(machine -> absent.contains(machine.name()))
                .forEach(machine -> HostKeys.acceptNew(here.knownHosts()).forget(machine.address(), port(machine)));
    }

    private int port(MachineSpec machine) {
        HostConnection known = plan.connections().get(new Target(machine.name()));
        return known == null ? SshEndpoint.DEFAULT_PORT : known.endpoint().port();
    }

    /** Machines of this cluster that the inventory does not have any more cost memory until somebody removes them. */
    void tellStrays() {
        List<String> strays = strays();
        if (!strays.isEmpty()) {
            notices.note(Message.of("machines.strays", String.join(", ", strays)));
        }
    }

    /** The machines that k3sdeploy has made for this cluster and that the inventory does not have any more. */
    List<String> strays() {
        return declared() ? provider().strays(wanted()) : List.of();
    }

    /** Machines that do not run cannot be looked at. */
    void requireRunning() {
        if (!declared()) {
            return;
        }
        String missing = states().stream()
                .filter(state -> !state.running())
                .map(state -> state.name() + " (" + state.condition() + ")")
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new K3sDeployException(
                    Message.of("machines.not-running", missing), Message.of("machines.not-running.next"));
        }
    }

    void stop(Predicate<Target> limit) {
        provider().stop(wanted(limit), notices::note);
    }

    /**
     * Removes machines, and with them all that they held.
     *
     * @param names of the inventory's machines, or of strays
     * @return those that were there
     */
    List<String> remove(List<String> names) {
        return provider().remove(names, notices::note);
    }

    /** The inventory's machines, and those that it had. */
    List<String> names() {
        return Stream.concat(wanted().stream().map(MachineSpec::name), strays().stream())
                .toList();
    }

    /**
     * The way to a machine: the inventory's, and for one that is made, as its provider says.
     *
     * @throws UnreachableException when it does not run
     */
    SshEndpoint reached(Target target, SshEndpoint given) {
        if (!declared()) {
            return given;
        }
        MachineLogin found = Optional.ofNullable(access().get(target.name()))
                .orElseThrow(() -> new UnreachableException(
                        "Machine " + target + " does not run", "`k3sdeploy machines up` creates and starts it"));
        Login login = given.login();
        List<Path> keys = new ArrayList<>(found.key().stream().toList());
        keys.addAll(login.keyFiles());
        boolean onlyKey = login.onlyNamed() || found.user().isPresent();
        return given.at(found.host(), found.port().orElse(given.port()))
                .withUser(found.user().orElse(given.user()))
                .with(login.withKeys(keys).withOnlyNamed(onlyKey))
                .with(given.hostKeys().onlyOwn(found.identity()));
    }

    private synchronized Map<String, MachineLogin> access() {
        Map<String, MachineLogin> known = access;
        if (known == null) {
            known = provider().access(wanted());
            access = known;
        }
        return known;
    }
}
