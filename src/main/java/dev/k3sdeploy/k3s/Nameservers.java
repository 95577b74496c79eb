package dev.k3sdeploy.k3s;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Name servers of a machine that its pods can ask, too. K3S looks in the same two files, and where each has a server that
 * pods cannot reach, it has them ask 8.8.8.8 (its agent's {@code locateOrGenerateResolvConf}).
 */
public final class Nameservers {
    private static final List<String> FILES = List.of("etc/resolv.conf", "run/systemd/resolve/resolv.conf");
    private static final Pattern LINE = Pattern.compile("(?m)^nameserver\\s+(\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Nameservers() {}

    /**
     * {@return whether it is neither the machine itself nor on one of its links alone}
     *
     * @param server as a resolv.conf has it
     */
    public static boolean isForPods(String server) {
        if (!ADDRESS.matcher(server).matches()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(server);
            return !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress()
                    && !address.isMulticastAddress()
                    && !address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * {@return the servers of the first file that has none but such}
     *
     * @param root of the machine's files; they may be missing
     */
    public static List<String> below(Path root) {
        return FILES.stream()
                .map(file -> in(root.resolve(file)))
                .filter(servers -> !servers.isEmpty() && servers.stream().allMatch(Nameservers::isForPods))
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> in(Path file) {
        try {
            return LINE.matcher(Files.readString(file))
                    .results()
                    .map((MatchResult line) -> line.group(1))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
