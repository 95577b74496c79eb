package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Machines as wished, with little said. */
public record Nodes(NodeSpec spec) {
    static final String TWO_NICS = """
            2: eth0    inet 10.0.2.15/24 brd 10.0.2.255 scope global dynamic eth0\\       valid_lft 85000sec preferred_lft 85000sec
            3: eth1    inet 192.168.50.201/24 brd 192.168.50.255 scope global eth1\\       valid_lft forever preferred_lft forever
            default via 10.0.2.2 dev eth0 proto dhcp src 10.0.2.15 metric 100
            """;

    /** A machine whose services systemd starts. */
    static ScriptedSession withSystemd(ScriptedSession machine) {
        return machine.onPart("then echo SYSTEMD").says("SYSTEMD\n").and();
    }

    static Nodes server() {
        return of(TaskTrial.HOST.name(), Role.SERVER, "192.168.50.201");
    }

    static Nodes agent() {
        return of(TaskTrial.HOST.name(), Role.AGENT, "192.168.50.201");
    }

    public static Nodes of(String name, Role role, String address) {
        return new Nodes(new NodeSpec(
                new Target(name),
                role,
                Optional.of(address).filter(text -> !text.isEmpty()),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ConfigOptions.none()));
    }

    Nodes behindNat() {
        return new Nodes(new NodeSpec(
                spec.target(),
                spec.role(),
                Optional.empty(),
                true,
                spec.nodeIp(),
                spec.flannelIface(),
                spec.serverUrl(),
                spec.token(),
                spec.dockerMirror(),
                spec.packages(),
                spec.options()));
    }

    Nodes nodeIp(String ip) {
        return with(Optional.of(ip), spec.flannelIface(), spec.serverUrl(), spec.token());
    }

    Nodes flannelIface(String nic) {
        return with(spec.nodeIp(), Optional.of(nic), spec.serverUrl(), spec.token());
    }

    Nodes serverUrl(String url) {
        return with(spec.nodeIp(), spec.flannelIface(), Optional.of(url), spec.token());
    }

    Nodes token(String token) {
        return with(spec.nodeIp(), spec.flannelIface(), spec.serverUrl(), Optional.of(Secret.of(token)));
    }

    private Nodes with(Optional<String> ip, Optional<String> nic, Optional<String> url, Optional<Secret> token) {
        return new Nodes(new NodeSpec(
                spec.target(),
                spec.role(),
                spec.address(),
                spec.behindNat(),
                ip,
                nic,
                url,
                token,
                spec.dockerMirror(),
                spec.packages(),
                spec.options()));
    }

    Nodes options(String... flags) {
        return new Nodes(new NodeSpec(
                spec.target(),
                spec.role(),
                spec.address(),
                spec.behindNat(),
                spec.nodeIp(),
                spec.flannelIface(),
                spec.serverUrl(),
                spec.token(),
                spec.dockerMirror(),
                spec.packages(),
                ConfigOptions.ofFlags(List.of(flags))));
    }

    Nodes dockerMirror(String mirror) {
        return new Nodes(new NodeSpec(
                spec.target(),
                spec.role(),
                spec.address(),
                spec.behindNat(),
                spec.nodeIp(),
                spec.flannelIface(),
                spec.serverUrl(),
                spec.token(),
                Optional.of(mirror),
                spec.packages(),
                spec.options()));
    }

    public static ClusterSpec cluster(Path kubeconfig, NodeSpec server, NodeSpec... agents) {
        return cluster(kubeconfig, List.of(server), agents);
    }

    public static ClusterSpec cluster(Path kubeconfig, List<NodeSpec> servers, NodeSpec... agents) {
        return new ClusterSpec(
                "lab",
                servers,
                List.of(agents),
                Optional.of("192.168.50.201"),
                Optional.empty(),
                Optional.empty(),
                kubeconfig,
                Duration.ofMinutes(5),
                Rollout.DEFAULTS);
    }
}
