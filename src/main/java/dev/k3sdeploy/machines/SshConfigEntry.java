package dev.k3sdeploy.machines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host of {@code vagrant ssh-config}: always one Host line for each machine, then one keyword a line. It is no reader of
 * what people write into ~/.ssh/config.
 *
 * @param name of the machine
 * @param host HostName: name or address to connect to
 * @param port 1 to 65535
 * @param user to log in as
 * @param keyFile the first one that Vagrant would use; with it alone one gets in
 * @param checksHostKey false where Vagrant itself goes without: VMs come and go behind the same forwarded port
 */
public record SshConfigEntry(
        String name, String host, int port, String user, Optional<String> keyFile, boolean checksHostKey) {
    private static final Pattern KEYWORD = Pattern.compile("\\s*(\\w+)\\s+(?:\"([^\"]*)\"|(.*?))\\s*");
    private static final int SSH_PORT = 22;

    static List<SshConfigEntry> parse(String text) {
        List<Map<String, String>> hosts = new ArrayList<>();
        text.lines().map(KEYWORD::matcher).filter(Matcher::matches).forEach(line -> {
            String keyword = line.group(1).toLowerCase(Locale.ROOT);
            if (keyword.equals("host")) {
                hosts.add(new LinkedHashMap<>());
            }
            if (!hosts.isEmpty()) {
                String value = line.group(2) == null ? line.group(3) : line.group(2);
                hosts.get(hosts.size() - 1).putIfAbsent(keyword, value);
            }
        });
        return hosts.stream().map(SshConfigEntry::of).toList();
    }

    /**
     * The same for who works on the machine.
     *
     * @param id of the machine, as Vagrant knows it
     */
    MachineLogin login(Optional<String> id) {
        return new MachineLogin(
                host,
                OptionalInt.of(port),
                Optional.of(user),
                keyFile.map(Path::of),
                id.map(known -> "vagrant-" + known));
    }

    private static SshConfigEntry of(Map<String, String> keywords) {
        String name = keywords.getOrDefault("host", "");
        String port = keywords.getOrDefault("port", "");
        return new SshConfigEntry(
                name,
                keywords.getOrDefault("hostname", name),
                port.matches("\\d{1,5}") ? Integer.parseInt(port) : SSH_PORT,
                keywords.getOrDefault("user", "vagrant"),
                Optional.ofNullable(keywords.get("identityfile")),
                !keywords.getOrDefault("stricthostkeychecking", "").equals("no"));
    }
}
