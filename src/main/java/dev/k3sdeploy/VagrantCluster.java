package dev.k3sdeploy;

import dev.k3sdeploy.k3s.Template;
import dev.k3sdeploy.machines.HostOnlyNetworks;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Vagrantfile and an inventory that fit each other: VMs vagrantbox-1, vagrantbox-2, …, the first of them the server.
 *
 * @param nodes 1 to 9: their addresses end in .201 to .209
 * @param provider {@code virtualbox} or {@code libvirt}
 * @param network the first three numbers of the addresses: {@code 192.168.50}
 */
public record VagrantCluster(int nodes, String provider, String network) {
    /** The addresses end in 201 to 209. */
    public static final int MOST_NODES = 9;

    /** A box for each provider; both are Ubuntu 22.04. */
    private static final Map<String, String> BOXES =
            Map.of("virtualbox", "ubuntu/jammy64", "libvirt", "generic/ubuntu2204");

    private static final String INVENTORY = "inventory.yml";
    private static final String NUMBER = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /**
     * @param nodes {@link #nodes()}
     * @param provider {@link #provider()}
     * @param network {@link #network()}
     * @throws IllegalArgumentException with a sentence about what is wrong
     */
    public VagrantCluster {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("--nodes must be 1 to " + MOST_NODES + ", it is " + nodes);
        }
        if (!BOXES.containsKey(provider)) {
            throw new IllegalArgumentException("--provider must be virtualbox or libvirt, it is " + provider);
        }
        network = network.replaceFirst("\\.0(/24)?$", "");
        if (!network.matches(NUMBER + "\\." + NUMBER + "\\." + NUMBER)) {
            throw new IllegalArgumentException(
                    "--network must be the first three numbers of addresses, as 192.168.50, it is " + network);
        }
    }

    /** {@return the files by name} */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "Vagrantfile",
                Template.of("Vagrantfile")
                        .with("inventory", INVENTORY)
                        .with("provider", provider)
                        .with("box", Objects.requireNonNull(BOXES.get(provider)))
                        .with("nodes", String.valueOf(nodes))
                        .with("network", network)
                        .render());
        files.put(
                INVENTORY,
                Template.of("vagrant-inventory.yml")
                        .with("nodes", String.valueOf(nodes))
                        .with("servers", hosts(1, 1))
                        .with("agents", nodes == 1 ? "        {}" : hosts(2, nodes))
                        .render());
        return files;
    }

    private String hosts(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "        vagrantbox-" + number + ": {ansible_host: " + address(number) + "}")
                .collect(Collectors.joining("\n"));
    }

    /**
     * {@return the address of a node, counted from 1}
     *
     * @param node 1 or more
     */
    public String address(int node) {
        return network + ".20" + node;
    }

    /**
     * Writes the files.
     *
     * @param folder the folder to write to; it must be there
     * @param replace whether files that are there with another content are overwritten
     * @return the names of those that were written: those with this content already are left alone
     * @throws K3sDeployException when there are others, or they cannot be written
     */
    public List<String> write(Path folder, boolean replace) {
        Map<String, String> wanted = files();
        try {
            Map<String, String> missing = new LinkedHashMap<>();
            for (Map.Entry<String, String> file : wanted.entrySet()) {
                if (!holds(folder.resolve(file.getKey()), file.getValue())) {
                    missing.put(file.getKey(), file.getValue());
                }
            }
            refuseToReplace(folder, missing, replace);
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : missing.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return List.copyOf(missing.keySet());
        } catch (IOException e) {
            throw new K3sDeployException(
                    Message.of("init.cannot-write", folder, e), Message.of("init.cannot-write.next"), e);
        }
    }

    private static boolean holds(Path file, String text) throws IOException {
        return Files.isRegularFile(file) && Files.readString(file).equals(text);
    }

    private static void refuseToReplace(Path folder, Map<String, String> missing, boolean replace) {
        List<String> there = missing.keySet().stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .toList();
        if (!replace && !there.isEmpty()) {
            throw new K3sDeployException(
                    Message.of("init.occupied", folder, Message.list(there)), Message.of("init.occupied.next"));
        }
    }

    /**
     * What VirtualBox will refuse on this machine unless it is allowed, with the command that allows it.
     *
     * @param networks those that this machine lets VirtualBox make
     * @param osName as the system property {@code os.name} has it
     * @return empty where it will not refuse
     */
    public Optional<Message> advice(HostOnlyNetworks networks, String osName) {
        return provider.equals("virtualbox") ? networks.advice(address(1), osName) : Optional.empty();
    }

    /**
     * {@return the provider that this machine seems to have}
     *
     * @param here whose PATH is looked at
     */
    public static String detectProvider(ControlMachine here) {
        return !here.hasProgram("VBoxManage") && here.hasProgram("virsh") ? "libvirt" : "virtualbox";
    }
}
