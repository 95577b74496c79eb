package dev.k3sdeploy;

import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Certificate;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.JoinToken;
import dev.k3sdeploy.k3s.MadeToken;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.RotationPlaybooks;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster's tokens and certificates: shown, made, and replaced by new ones. */
public final class ClusterSecrets {
    private final ClusterUpkeep upkeep;
    private final ClusterSpec cluster;

    ClusterSecrets(ClusterUpkeep upkeep) {
        this.upkeep = upkeep;
        this.cluster = upkeep.cluster();
    }

    /**
     * The token that agents join with; who has a server's token has the cluster.
     *
     * @param ofServers whether it is the servers' own token, which gives all of the cluster
     * @return the token in its secure form; it prints as dots
     * @throws K3sDeployException when the first server has none
     */
    public Secret token(boolean ofServers) {
        return upkeep.survey()
                .ask(
                        cluster.firstServer().target(),
                        host -> JoinToken.on(host, cluster.firstServer().options(), ofServers))
                .orElseThrow(() -> new K3sDeployException(
                        "Server " + cluster.firstServer().target() + " has no token", "Run `k3sdeploy up` first"));
    }

    /**
     * Makes a token that agents can join with for a while.
     *
     * @param ttl as K3S reads it: {@code 24h}; {@code 0} for ever
     * @param description what it is for, as K3S lists it; empty for none
     * @param made hears it when there is one
     * @return the one step with its outcome
     */
    public Report createToken(Optional<String> ttl, Optional<String> description, Consumer<Secret> made) {
        MadeToken token = new MadeToken();
        Report report = upkeep.run(RotationPlaybooks.createToken(cluster, ttl, description, token));
        token.token().ifPresent(made);
        return report;
    }

    /**
     * Lets K3S make itself another token, and starts every node with it.
     *
     * @return each node's outcome
     */
    public Report rotateToken() {
        if (cluster.nodes().stream().anyMatch(node -> !upkeep.limit().test(node.target()))) {
            throw InvalidInputException.of("--limit", "a token is the whole cluster's", "leave it out");
        }
        return upkeep.run(RotationPlaybooks.token(cluster, ClusterUpkeep.now()));
    }

    /**
     * Each machine's certificates, those that end first before the others.
     *
     * @return or why a machine does not tell
     */
    public Map<Target, Survey.Answer<List<Certificate>>> certificates() {
        return upkeep.survey()
                .answers(
                        cluster.nodes().stream()
                                .map(NodeSpec::target)
                                .filter(upkeep.limit())
                                .toList(),
                        Certificate::on);
    }

    /**
     * Replaces the certificates that K3S signs for its parts; its authorities stay.
     *
     * @return each node's outcome
     */
    public Report rotateCertificates() {
        return upkeep.run(RotationPlaybooks.certificates(cluster, upkeep.limit(), ClusterUpkeep.now()));
    }
}
