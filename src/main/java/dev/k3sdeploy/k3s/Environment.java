package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.InitSystem;
import dev.k3sdeploy.task.RemoteFile;
import java.util.Optional;

/** The unit's environment file: where to join, the token, the datastore, for root's eyes only. */
record Environment(NodeSpec node, ClusterSpec cluster) implements Task {
    @Override
    public String title() {
        return "Write " + node.role().environmentFile(InitSystem.SYSTEMD);
    }

    @Override
    public Verdict check(Probe host) {
        if (node.role() == Role.AGENT) {
            ConfigOptions ofServer = cluster.firstServer().options();
            return joining(host, cluster.firstServer(), server -> NodeToken.readForAgents(server, ofServer));
        }
        if (cluster.datastore().isPresent()) {
            String datastore =
                    line("K3S_DATASTORE_ENDPOINT", cluster.datastore().get().reveal());
            return write(token(node.token()) + datastore).check(host);
        }
        Optional<NodeSpec> other = Joining.serverToJoin(host, node, cluster);
        return other.isPresent()
                ? joining(host, other.get(), NodeToken::readForServers)
                : write(token(node.token())).check(host);
    }

    private Verdict joining(Probe host, NodeSpec server, TokenOf tokenOf) {
        Probe other = host.peer(server.target());
        Optional<Secret> token = tokenOf.read(other);
        if (token.isEmpty()) {
            return Verdict.drift(
                    "create the environment of " + node.role().unit() + " with the server's token", machine -> {
                        throw new K3sDeployException(
                                "Server " + server.target() + " has no node token, so " + node.target()
                                        + " cannot join",
                                "Run `up` without --limit, so that the server is started first");
                    });
        }
        return write(token(token) + line("K3S_URL", url(other, server))).check(host);
    }

    /** Servers join a server: what stands in front of them all may not answer before they do. */
    private String url(Probe other, NodeSpec server) {
        if (node.role() == Role.AGENT) {
            Optional<String> given =
                    node.serverUrl().or(() -> cluster.endpoint().map(endpoint -> "https://" + endpoint));
            if (given.isPresent()) {
                return given.get();
            }
        }
        return Joining.url(NodeAddress.of(other, server));
    }

    private static String token(Optional<Secret> token) {
        return token.map(secret -> line("K3S_TOKEN", secret.reveal())).orElse("");
    }

    private Task write(String content) {
        return new ForInitSystem(write(content, InitSystem.SYSTEMD), write(content, InitSystem.OPENRC));
    }

    /** A shell reads it for OpenRC, and takes what systemd takes, quotes and all. */
    private FileContent write(String content, InitSystem init) {
        return FileContent.secret(
                new RemoteFile(node.role().environmentFile(init), "0600"),
                host -> content + node.settings().environmentLines());
    }

    /** systemd takes what stands in single quotes as it is; a quote or a line end cannot be in any of the values. */
    private static String line(String name, String value) {
        return name + "='" + value + "'\n";
    }

    private interface TokenOf {
        Optional<Secret> read(Probe server);
    }
}
