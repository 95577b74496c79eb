package dev.k3sdeploy;

import dev.k3sdeploy.inventory.HostSource;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.machines.Vagrant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a user names with {@code -i}: files as Ansible reads them, and the machines of a Vagrantfile, {@code vagrant:}
 * or {@code vagrant:FOLDER}.
 */
public final class InventoryReader {
    /** The source of the machines that the Vagrantfile of the working directory makes. */
    public static final String VAGRANT = "vagrant:";

    /** The address by which Vagrant logs in; where it is {@code ansible_host}, it is not the node's own. */
    static final String VAGRANT_SSH_HOST = "vagrant_ssh_host";

    private final ControlMachine here;
    private final List<String> extraVars;
    private final InventoryOptions options;

    /**
     * A reader.
     *
     * @param here where relative paths begin, and where vaults and Vagrant are looked for
     * @param extraVars as for Ansible's {@code -e}
     * @param options vault passwords and the like
     */
    public InventoryReader(ControlMachine here, List<String> extraVars, InventoryOptions options) {
        this.here = here;
        this.extraVars = List.copyOf(extraVars);
        this.options = options;
    }

    /**
     * Reads sources, in their order; later ones win.
     *
     * @param sources files, folders, or {@code host,} lists; none for the Vagrant VMs of the working directory
     * @return the hosts, groups and variables of all of them
     * @throws dev.k3sdeploy.problem.K3sDeployException with what is wrong in them, or with what keeps Vagrant from
     *     telling
     */
    public Inventory read(List<String> sources) {
        Map<String, VagrantHosts> vagrants = new LinkedHashMap<>();
        for (String source : sources) {
            vagrantFolder(source, here)
                    .ifPresent(folder -> vagrants.computeIfAbsent(
                            source, name -> VagrantHosts.of(Vagrant.of(folder, here.environment()))));
        }
        if (vagrants.isEmpty()) {
            return Inventory.load(sources, extraVars, options);
        }
        Inventory withoutRoles = load(sources, provided(vagrants, VagrantHosts::withoutRoles));
        return load(sources, provided(vagrants, hosts -> hosts.withRoles(withoutRoles)));
    }

    private Inventory load(List<String> sources, Map<String, HostSource> provided) {
        return Inventory.load(sources, extraVars, options, provided);
    }

    private static Map<String, HostSource> provided(
            Map<String, VagrantHosts> vagrants, Function<VagrantHosts, HostSource> form) {
        Map<String, HostSource> provided = new LinkedHashMap<>();
        vagrants.forEach((source, hosts) -> provided.put(source, form.apply(hosts)));
        return provided;
    }

    /**
     * {@return whether the working directory has a Vagrantfile}
     *
     * @param here whose working directory is looked at
     */
    public static boolean hasVagrantfile(ControlMachine here) {
        return Vagrant.isAt(here.workingDirectory(), here.environment());
    }

    /** Where the Vagrantfile of a source is looked for; empty for a source of another kind. */
    static Optional<Path> vagrantFolder(String source, ControlMachine here) {
        return source.startsWith(VAGRANT)
                ? Optional.of(here.path(source.substring(VAGRANT.length())))
                : Optional.empty();
    }
}
