package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The networks that VirtualBox allows VMs to have with this machine. From version 6.1.28 on, on Linux, macOS and Solaris,
 * it is 192.168.56.0/21 unless {@code /etc/vbox/networks.conf} says otherwise (VirtualBox's manual, section «Host-Only
 * Networking»).
 *
 * @param file networks.conf
 */
public record HostOnlyNetworks(Path file) {
    private static final Path USUAL = Path.of("/etc/vbox/networks.conf");
    private static final String DEFAULT = "192.168.56.0/21";

    /** {@return those that VirtualBox is allowed to make here, by its networks.conf} */
    public static HostOnlyNetworks ofThisMachine() {
        return new HostOnlyNetworks(USUAL);
    }

    /**
     * {@return what to do so that a machine may have an address; empty where it may} Windows has no such limit.
     *
     * @param address that a VM would have
     * @param osName as the system property os.name has it
     */
    public Optional<Message> advice(String address, String osName) {
        if (osName.startsWith("Windows") || allowed().anyMatch(range -> contains(range, address))) {
            return Optional.empty();
        }
        String line = "* " + address.substring(0, address.lastIndexOf('.')) + ".0/24";
        return Optional.of(Message.of(
                "vagrant.network-not-allowed",
                String.join(", ", allowed().toList()),
                line,
                USUAL,
                "sudo sh -c 'mkdir -p /etc/vbox; echo \"" + line + "\" >>" + USUAL + "'"));
    }

    private Stream<String> allowed() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(String::strip).flatMap(HostOnlyNetworks::ranges)
                    : Stream.of(DEFAULT);
        } catch (IOException e) {
            return Stream.of(DEFAULT);
        }
    }

    private static Stream<String> ranges(String line) {
        return line.startsWith("*") ? Stream.of(line.substring(1).strip().split("\\s+")) : Stream.empty();
    }

    private static boolean contains(String range, String address) {
        List<String> parts = List.of(range.split("/", 2));
        if (parts.size() != 2
                || !parts.get(0).matches("[0-9.]+")
                || !parts.get(1).matches("\\d{1,2}")) {
            return false;
        }
        int shift = 32 - Integer.parseInt(parts.get(1));
        return shift >= 32 || number(parts.get(0)) >> shift == number(address) >> shift;
    }

    private static long number(String address) {
        return Stream.of(address.split("\\."))
                .mapToLong(Long::parseLong)
                .reduce(0, (number, part) -> number << 8 | part);
    }
}
