package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.ConfigOptions;
import dev.k3sdeploy.k3s.NodeSettings;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Nodes;
import dev.k3sdeploy.k3s.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Two machines of the course's, as they tell of themselves, and what a test changes in that. */
final class MachineFacts {
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final List<String> flags = new ArrayList<>();
    private List<String> packages = List.of("curl");
    private Optional<String> serverUrl = Optional.empty();
    private final SortedMap<String, String> manifests = new TreeMap<>();

    private MachineFacts() {}

    static MachineFacts server() {
        return recorded("201");
    }

    static MachineFacts agent() {
        MachineFacts agent = recorded("202");
        agent.set("hostname vagrantbox-2");
        agent.set("machine-id 5be1f8e3a64d4d0b8ff2a9a1e8f1c002");
        return agent;
    }

    private static MachineFacts recorded(String lastNumber) {
        MachineFacts facts = new MachineFacts();
        resource()
                .lines()
                .forEach(line ->
                        facts.add(line.startsWith("address ") ? line.replace("50.201", "50." + lastNumber) : line));
        return facts;
    }

    private static String resource() {
        try (InputStream text = MachineFacts.class.getResourceAsStream("/preflight/vagrant-ubuntu.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more line. */
    MachineFacts add(String line) {
        lines.computeIfAbsent(line.replaceFirst(" .*", ""), name -> new ArrayList<>())
                .add(line);
        return this;
    }

    /** Instead of all lines of that name. */
    MachineFacts set(String... instead) {
        without(instead[0].replaceFirst(" .*", ""));
        Arrays.asList(instead).forEach(this::add);
        return this;
    }

    MachineFacts without(String name) {
        lines.remove(name);
        return this;
    }

    MachineFacts flags(String... words) {
        flags.addAll(List.of(words));
        return this;
    }

    MachineFacts packages(String... names) {
        packages = List.of(names);
        return this;
    }

    MachineFacts serverUrl(String url) {
        serverUrl = Optional.of(url);
        return this;
    }

    MachineFacts addons(String... names) {
        List.of(names).forEach(name -> manifests.put("addon-" + name + ".yaml", ""));
        return this;
    }

    private Facts facts() {
        String text =
                String.join("\n", lines.values().stream().flatMap(List::stream).toList());
        Facts facts = Facts.parse(text, ClockOffset.UNKNOWN);
        long clock = facts.number("clock").orElseThrow();
        return new Facts(facts.values(), ClockOffset.of(clock, 1_000_000, 1_000_001));
    }

    private NodeSpec node(Role role) {
        boolean isServer = role == Role.SERVER;
        return new NodeSpec(
                        new Target(isServer ? "one" : "two"),
                        role,
                        Optional.of(isServer ? "192.168.50.201" : "192.168.50.202"),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        serverUrl,
                        Optional.empty(),
                        Optional.empty(),
                        packages,
                        ConfigOptions.ofFlags(flags))
                .with(NodeSettings.NONE.withManifests(manifests));
    }

    /** What a check says of the server of these two, or of the agent. */
    static Finding finding(String check, Role whose, MachineFacts server, MachineFacts agent) {
        return finding(check, whose, server, agent, 1);
    }

    /** The same with so many servers, of which only the first one answers. */
    static Finding finding(String check, Role whose, MachineFacts server, MachineFacts agent, int servers) {
        return finding(check, whose, List.of(server, agent), servers, "v1.33.5+k3s1");
    }

    /** The same where this version of K3S is wanted. */
    static Finding finding(String check, Role whose, List<MachineFacts> pair, int servers, String wanted) {
        return finding(check, whose, pair, servers, new Wish(wanted, Set.of(new Target("one"), new Target("two"))));
    }

    /** What is said of the agent by a run that leaves its server alone. */
    static Finding withoutItsServer(String check, MachineFacts server, MachineFacts agent) {
        Wish limited = new Wish("v1.33.5+k3s1", Set.of(new Target("two")));
        return finding(check, Role.AGENT, List.of(server, agent), 1, limited);
    }

    private record Wish(String version, Set<Target> limit) {}

    private static Finding finding(String check, Role whose, List<MachineFacts> pair, int servers, Wish wish) {
        MachineFacts server = pair.get(0);
        MachineFacts agent = pair.get(1);
        NodeSpec first = server.node(Role.SERVER);
        NodeSpec second = agent.node(Role.AGENT);
        ClusterSpec cluster = Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), Collections.nCopies(servers, first), second);
        Subject subject = new Subject(
                cluster,
                whose == Role.SERVER ? first : second,
                Map.of(first.target(), server.facts(), second.target(), agent.facts()),
                Optional.of(K3sVersion.parse(wish.version())),
                wish.limit());
        return Checks.ALL.stream()
                .filter(each -> each.name().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no check " + check))
                .of(subject);
    }
}
