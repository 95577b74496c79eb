package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.machines.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The variables {@code machines…} and {@code vagrant_dir}: the first server's, and each host's own size. */
final class MachinesReader {
    private static final String KIND = "machines";
    private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";
    private static final String AMOUNT = "\\d+[bkmgBKMG]?";
    private static final String IMAGE = "[A-Za-z0-9][A-Za-z0-9._/:@\\[\\]-]{0,511}";
    private static final String PROGRAM = "[^-\\p{Cntrl}][^\\p{Cntrl}]{0,1023}";
    private static final String SUBNET = "machines_network";
    private static final String CPUS = "machines_cpus";
    private static final String MEMORY = "machines_memory";
    private static final String FOLDER = "vagrant_dir";

    private final HostValues first;
    private final List<HostValues> hosts;
    private final ControlMachine here;

    /**
     * A reader.
     *
     * @param first the first server's values
     * @param hosts all machines' values, servers first
     */
    MachinesReader(HostValues first, List<HostValues> hosts, ControlMachine here) {
        this.first = first;
        this.hosts = hosts;
        this.here = here;
    }

    Optional<MachineWish> read() {
        return switch (first.text(KIND).orElse("none")) {
            case "none" -> Optional.empty();
            case "containers" -> Optional.of(containers());
            case "vagrant" -> Optional.of(vagrant());
            default -> {
                first.problem(
                        KIND,
                        "is «" + first.text(KIND).orElse("") + "», which is not supported",
                        "use vagrant or containers, or leave it out");
                yield Optional.empty();
            }
        };
    }

    /** For a provider that the program brings along. */
    MachineWish ofCaller() {
        return new MachineWish.OfCaller(machines());
    }

    private MachineWish containers() {
        return new MachineWish.Containers(
                first.parsed("machines_engine", text -> fitting(text, PROGRAM, "the name or path of a program"))
                        .orElse(""),
                first.parsed("machines_image", text -> fitting(text, IMAGE, "an image, as k3sdeploy/lab-host:latest"))
                        .orElse("k3sdeploy/lab-host:latest"),
                first.parsed(SUBNET, text -> fitting(text, IPV4 + "/\\d{1,2}", "a network, as 172.30.50.0/24")),
                machines());
    }

    /** Beside the inventory by default: `k3sdeploy init` writes both into one folder. */
    private MachineWish vagrant() {
        String folder = first.text(FOLDER).or(() -> first.text("inventory_dir")).orElse(".");
        return new MachineWish.VagrantVms(here.path(folder), machines());
    }

    private List<MachineSpec> machines() {
        List<MachineSpec> machines = new ArrayList<>();
        for (HostValues values : hosts) {
            Host host = values.host();
            String address = values.first("ansible_host", "ansible_ssh_host").orElse("");
            if (!address.matches(IPV4)) {
                values.problem(
                        "ansible_host",
                        "gives a machine that is to be made no IPv4 address",
                        "set ansible_host; the machines share one /24");
            }
            machines.add(new MachineSpec(
                    host.name(),
                    address,
                    new MachineSpec.Size(
                            number(values), values.parsed(MEMORY, text -> fitting(text, AMOUNT, "an amount, as 2g")))));
        }
        return machines;
    }

    /** Half a processor is a number in YAML, and no text. */
    private static Optional<String> number(HostValues values) {
        Optional<String> cpus = values.any(CPUS).map(String::valueOf);
        if (cpus.isPresent() && !cpus.get().matches("\\d+(\\.\\d+)?")) {
            values.problem(CPUS, "is «" + cpus.get() + "», which is not a number of processors", "");
        }
        return cpus;
    }

    private static String fitting(String text, String form, String meaning) {
        if (!text.matches(form)) {
            throw new IllegalArgumentException("is «" + text + "», which is not " + meaning);
        }
        return text;
    }
}
