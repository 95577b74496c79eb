package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.RemoteFile;
import java.util.Optional;

/** The unit's environment file: where to join and the token, for root's eyes only. */
record Environment(NodeSpec node, NodeSpec server) implements Task {
    @Override
    public String title() {
        return "Write " + node.role().environmentFile();
    }

    @Override
    public Verdict check(Probe host) {
        return node.role() == Role.SERVER
                ? write(node.token()
                                .map(token -> line("K3S_TOKEN", token.reveal()))
                                .orElse(""))
                        .check(host)
                : joining(host);
    }

    private Verdict joining(Probe host) {
        Probe first = host.peer(server.target());
        Optional<Secret> token = NodeToken.read(first);
        if (token.isEmpty()) {
            return Verdict.drift("create " + node.role().environmentFile() + " with the server's token", machine -> {
                throw new K3sDeployException(
                        "Server " + server.target() + " has no node token, so " + node.target() + " cannot join",
                        "Run `up` without --limit, so that the server is started first");
            });
        }
        String url = node.serverUrl().orElseGet(() -> url(NodeAddress.of(first, server)));
        return write(line("K3S_TOKEN", token.get().reveal()) + line("K3S_URL", url))
                .check(host);
    }

    private static String url(NodeAddress address) {
        return "https://" + (address.ip().contains(":") ? "[" + address.ip() + "]" : address.ip()) + ":6443";
    }

    private FileContent write(String content) {
        return FileContent.secret(
                new RemoteFile(node.role().environmentFile(), "0600"),
                host -> content + node.settings().environmentLines());
    }

    /** systemd takes what stands in single quotes as it is; a quote or a line end cannot be in either value. */
    private static String line(String name, String value) {
        return name + "='" + value + "'\n";
    }
}
