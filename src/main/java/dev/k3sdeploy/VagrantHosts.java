package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.HostSource;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.Roles;
import dev.k3sdeploy.machines.SshConfigEntry;
import dev.k3sdeploy.machines.Vagrant;
import dev.k3sdeploy.machines.VagrantMachine;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The machines of a Vagrantfile as hosts. Those that nothing else gives a role get one: where a name says server, as
 * {@code server-0} or {@code k3s-master}, that machine is one, else the first is; all others are agents.
 */
final class VagrantHosts {
    private static final Pattern SERVER =
            Pattern.compile("((k3s|k8s|kube)[-_.]?)?(server|master|control([-_.]?plane)?)[-_.]?\\d*");

    private final Path folder;
    private final List<VagrantMachine> machines;
    private final List<SshConfigEntry> access;

    private VagrantHosts(Path folder, List<VagrantMachine> machines, List<SshConfigEntry> access) {
        this.folder = folder;
        this.machines = machines;
        this.access = access;
    }

    /** @throws K3sDeployException when none of the machines runs */
    static VagrantHosts of(Vagrant vagrant) {
        List<VagrantMachine> machines = vagrant.machines();
        List<VagrantMachine> running =
                machines.stream().filter(VagrantMachine::running).toList();
        if (running.isEmpty()) {
            throw new K3sDeployException(
                    machines.isEmpty()
                            ? "The Vagrantfile in " + vagrant.folder() + " defines no machine"
                            : "No machine of the Vagrantfile in " + vagrant.folder() + " runs: " + conditions(machines),
                    "`vagrant up` there creates and starts them");
        }
        return new VagrantHosts(vagrant.folder(), machines, vagrant.access(running));
    }

    private static String conditions(List<VagrantMachine> machines) {
        return machines.stream()
                .map(machine -> machine.name() + " is " + machine.condition())
                .collect(Collectors.joining(", "));
    }

    /** All of them, those that do not run too, to learn which have a role. */
    HostSource withoutRoles() {
        Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
        machines.forEach(machine -> hosts.put(machine.name(), Map.of()));
        hosts.putAll(reachable());
        return new HostSource(folder.resolve("Vagrantfile"), hosts, Map.of(), List.of());
    }

    /**
     * Those that run, in a group for each role that is still to be given.
     *
     * @param declared the whole inventory without these groups: whoever has a role in it keeps it
     * @throws K3sDeployException when a machine that is to be a server does not run
     */
    HostSource withRoles(Inventory declared) {
        Roles roles = Roles.declared(declared);
        Set<String> servers = names(roles.servers());
        Set<String> agents = names(roles.agents());
        List<VagrantMachine> open = machines.stream()
                .filter(machine -> !servers.contains(machine.name()) && !agents.contains(machine.name()))
                .toList();
        List<VagrantMachine> chosen = servers.isEmpty() ? servers(open) : List.of();
        machines.stream()
                .filter(machine -> chosen.contains(machine) || servers.contains(machine.name()))
                .filter(machine -> !machine.running())
                .findFirst()
                .ifPresent(VagrantHosts::refuse);
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("k3s_master", running(chosen));
        groups.put(
                "k3s_agent",
                running(open.stream()
                        .filter(machine -> !chosen.contains(machine))
                        .toList()));
        groups.values().removeIf(List::isEmpty);
        List<InputProblem> warnings = machines.stream()
                .filter(machine -> !machine.running())
                .map(VagrantHosts::warning)
                .toList();
        return new HostSource(folder.resolve("Vagrantfile"), reachable(), groups, warnings);
    }

    private static Set<String> names(List<Host> hosts) {
        return hosts.stream().map(Host::name).collect(Collectors.toSet());
    }

    private static List<VagrantMachine> servers(List<VagrantMachine> open) {
        List<VagrantMachine> named = open.stream()
                .filter(machine -> SERVER.matcher(machine.name()).matches())
                .toList();
        return named.isEmpty() ? open.stream().limit(1).toList() : named;
    }

    private static void refuse(VagrantMachine server) {
        throw new K3sDeployException(
                "Machine " + server.name() + " is to be the server, and it is " + server.condition(),
                "`vagrant up " + server.name() + "` starts it; k3s_role: server for another machine makes that one the"
                        + " server");
    }

    private static InputProblem warning(VagrantMachine machine) {
        return new InputProblem(
                "",
                0,
                0,
                "machine " + machine.name() + " is " + machine.condition() + " and takes no part",
                "vagrant up " + machine.name());
    }

    private static List<String> running(List<VagrantMachine> machines) {
        return machines.stream()
                .filter(VagrantMachine::running)
                .map(VagrantMachine::name)
                .toList();
    }

    private Map<String, Map<String, Object>> reachable() {
        Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
        access.forEach(entry -> hosts.put(entry.name(), variables(entry)));
        return hosts;
    }

    private Map<String, Object> variables(SshConfigEntry entry) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("ansible_host", entry.host());
        variables.put("ansible_port", entry.port());
        variables.put("ansible_user", entry.user());
        entry.keyFile().ifPresent(file -> variables.put("ansible_ssh_private_key_file", file));
        if (!entry.checksHostKey()) {
            variables.put("ansible_host_key_checking", false);
        }
        variables.put(InventoryReader.VAGRANT_SSH_HOST, entry.host());
        machines.stream()
                .filter(machine -> machine.name().equals(entry.name()))
                .forEach(machine -> variables.put("vagrant_provider", machine.provider()));
        return variables;
    }
}
