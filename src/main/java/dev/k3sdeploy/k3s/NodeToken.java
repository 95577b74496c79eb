package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server has made the token that the others join with: some seconds after its first start, long before Ready. */
record NodeToken() implements Task {
    private static final String FILE = "/var/lib/rancher/k3s/server/node-token";
    private static final String SERVERS_FILE = "/var/lib/rancher/k3s/server/token";
    private static final Patience FIRST_START = new Patience(Duration.ofMinutes(5), Duration.ofMillis(200));

    /** The token in its secure form, {@code K10<hash of the CA>::server:<password>}; empty before the first start. */
    static Optional<Secret> read(Probe server) {
        return read(server, FILE);
    }

    /**
     * The token that agents join with. Where the server's configuration names one for them, an agent with the servers' token is
     * refused, since it is the user {@code node} whatever its token says (pkg/clientaccess of K3S). The server keeps that one in
     * a file in newer versions only; so it is taken from the configuration.
     *
     * @param options the server's
     */
    static Optional<Secret> readForAgents(Probe server, ConfigOptions options) {
        Optional<String> own = last(options, "agent-token")
                .or(() -> last(options, "agent-token-file")
                        .flatMap(server::readSecret)
                        .map(String::strip));
        return read(server)
                .map(token -> own.map(password -> password.startsWith("K10")
                                ? password
                                : token.reveal().split("::", 2)[0] + "::node:" + password)
                        .map(Secret::of)
                        .orElse(token));
    }

    private static Optional<String> last(ConfigOptions options, String key) {
        List<Object> values = options.get(key);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.valueOf(values.get(values.size() - 1)));
    }

    /** The token that another server joins with: another one than the agents' where the user has set that. */
    static Optional<Secret> readForServers(Probe server) {
        return read(server, SERVERS_FILE);
    }

    private static Optional<Secret> read(Probe server, String file) {
        return server.readSecret(file)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Secret::of);
    }

    @Override
    public String title() {
        return "Wait for the node token";
    }

    @Override
    public Verdict check(Probe host) {
        if (host.holds(Command.of("test", "-s", FILE))) {
            return Verdict.inPlace("the server has its token");
        }
        Service service = Service.of(host, Role.SERVER);
        if (service.crashLooping()) {
            throw Service.crashLoop(host, Role.SERVER);
        }
        return new Verdict.Pending(
                "the server has no token yet, its unit is " + service.describe(),
                FIRST_START,
                probe -> Service.diagnosis(probe, Role.SERVER));
    }
}
