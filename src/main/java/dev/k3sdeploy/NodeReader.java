package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ConfigOptions;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.remote.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One host's K3S variables. */
final class NodeReader {
    private static final List<String> PACKAGES = List.of("curl", "jq", "nfs-common", "open-iscsi");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9@][A-Za-z0-9@._+:=~^/-]{0,254}");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private NodeReader() {}

    static NodeSpec read(HostValues values, Role role, HostConnection connection, ConfigReader config) {
        Optional<String> address = connection.local() ? Optional.empty() : address(values, connection.address());
        return new NodeSpec(
                new Target(values.host().name()),
                role,
                address,
                address.isEmpty() && !connection.local(),
                values.parsed(K3sVariables.NODE_IP, NodeReader::ip),
                values.parsed(K3sVariables.FLANNEL_IFACE, NodeReader::nic),
                role == Role.AGENT ? values.parsed(K3sVariables.URL, NodeReader::serverUrl) : Optional.empty(),
                values.parsed(K3sVariables.TOKEN, NodeReader::token).map(Secret::of),
                values.parsed(K3sVariables.DOCKER_MIRROR, NodeReader::mirror),
                packages(values),
                options(values, role, config));
    }

    /**
     * A name is looked up, since nodes register with addresses; empty for an address that is no node's: the loopback, where
     * a port leads to another machine, and the one by which Vagrant logs in.
     */
    private static Optional<String> address(HostValues values, String host) {
        String address = host;
        if (values.text(InventoryReader.VAGRANT_SSH_HOST).filter(host::equals).isPresent()) {
            return Optional.empty();
        }
        if (!ADDRESS.matcher(host).matches()) {
            try {
                address = InetAddress.getByName(host).getHostAddress();
            } catch (UnknownHostException e) {
                return Optional.of(host);
            }
        }
        return address.startsWith("127.") || address.equals("::1") ? Optional.empty() : Optional.of(address);
    }

    /** As for K3S itself, a flag wins over the same key of the configuration file. */
    private static ConfigOptions options(HostValues values, Role role, ConfigReader config) {
        boolean server = role == Role.SERVER;
        String ofRole = server ? K3sVariables.MASTER_EXTRA_OPTS : K3sVariables.AGENT_EXTRA_OPTS;
        ConfigOptions flags = ConfigOptions.none();
        for (String variable : List.of(K3sVariables.INSTALLER_OPTS, ofRole)) {
            ConfigOptions given = flags(values, variable);
            config.check(variable, given);
            flags = flags.and(given);
        }
        ConfigOptions options = flags.over(config.read(), Set.of());
        boolean without = server && !values.bool(K3sVariables.TRAEFIK_ENABLED, true);
        return without && !options.get("disable").contains("traefik") ? options.with("disable", "traefik") : options;
    }

    /** An empty node-ip is what {@link PlanReader} leaves of one that is asked of the machine: K3S finds it by the NIC. */
    private static ConfigOptions flags(HostValues values, String variable) {
        List<String> words = new ArrayList<>();
        for (String text : values.list(variable, List.of())) {
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                words.add(
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
            }
        }
        try {
            return ConfigOptions.ofFlags(words).without("node-ip", "");
        } catch (IllegalArgumentException e) {
            values.problem(variable, "cannot be read: " + e.getMessage(), "write --flag value or --flag=value");
            return ConfigOptions.none();
        }
    }

    private static List<String> packages(HostValues values) {
        List<String> packages = values.list(K3sVariables.PACKAGES, PACKAGES);
        packages.stream()
                .filter(name -> !PACKAGE.matcher(name).matches())
                .forEach(name -> values.problem(
                        K3sVariables.PACKAGES,
                        "has «" + name + "», which is the name of no package",
                        "write names as the distribution has them, a list of one text each"));
        return packages;
    }

    private static String ip(String text) {
        return matching(text, ADDRESS, "an IP address");
    }

    private static String nic(String text) {
        return matching(text, Pattern.compile("[A-Za-z0-9_.:@-]{1,15}"), "the name of a network interface");
    }

    private static String token(String text) {
        if (!text.matches("[!-~&&[^'\"`\\\\]]+")) {
            throw new IllegalArgumentException(
                    "is not a token: a text without blanks, quotes, backslashes and letters beyond ASCII is");
        }
        return text;
    }

    private static String mirror(String text) {
        return matching(text, Pattern.compile("https?://[!-~&&[^\"\\\\]]+"), "the URL of a registry mirror");
    }

    /** K3S takes a missing port for 443, where nobody listens. */
    private static String serverUrl(String text) {
        String url = matching(
                text, Pattern.compile("https://[A-Za-z0-9._:%\\[\\]-]+/?"), "a server's URL, as https://…:6443");
        String bare = url.replaceFirst("/$", "");
        return bare.matches(".*:\\d+") ? bare : bare + ":6443";
    }

    private static String matching(String text, Pattern pattern, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("is «" + text + "», which is not " + what);
        }
        return text;
    }
}
