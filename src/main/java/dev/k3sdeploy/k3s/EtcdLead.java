package dev.k3sdeploy.k3s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The lead of the servers' etcd, which a server hands over before it ends. An etcd whose leader is gone answers nobody
 * until it has elected another one, which takes longer than five seconds with the election timeout that K3S gives it, and
 * the API of every server waits for that.
 *
 * <p>etcd is asked by {@code kubectl}, which can send JSON to any server and is part of K3S. It understands that from v3.5 on,
 * which K3S has from v1.22 on; an older one ends as it always did, and so does one that answers anything else.
 */
record EtcdLead(NodeSpec node, ClusterSpec cluster) {
    private static final String ASK = """
            db=/var/lib/rancher/k3s/server/db/etcd tls=/var/lib/rancher/k3s/server/tls/etcd
            ask() {
              /usr/local/bin/k3s kubectl --kubeconfig=/dev/null --request-timeout=10s --server=https://127.0.0.1:2379 \\
                --certificate-authority=$tls/server-ca.crt --client-certificate=$tls/client.crt \\
                --client-key=$tls/client.key create --raw "/v3/$1" -f -
            }
            """;
    private static final String LOOK = ASK + """
            [ -e $db/member ] || exit 1
            printf '{"status":'; echo '{}' | ask maintenance/status || exit 1
            printf ',"members":'; echo '{}' | ask cluster/member/list || exit 1
            echo '}'
            """;

    /** Does nothing where the server is no leader, or has nobody to hand the lead to. */
    void handOver(Machine machine) {
        if (node.role() != Role.SERVER || cluster.servers().size() < 2) {
            return;
        }
        CommandResult look = machine.ask(Command.script(LOOK));
        if (look.succeeded()) {
            successor(look.out().text())
                    .ifPresent(member -> machine.ask(Command.script(
                            ASK + "echo '{\"targetID\":\"" + member + "\"}' | ask maintenance/transfer-leadership")));
        }
    }

    /**
     * Who is to lead after the member that was asked.
     *
     * @param answers etcd's status and its members
     * @return a member's number; empty when the one that was asked does not lead, or nobody else has a vote
     */
    static Optional<String> successor(String answers) {
        try {
            JsonNode answer = new ObjectMapper().readTree(answers);
            JsonNode status = answer.path("status");
            String self = status.path("header").path("member_id").asText();
            if (self.isEmpty() || !status.path("leader").asText().equals(self)) {
                return Optional.empty();
            }
            return StreamSupport.stream(answer.path("members").path("members").spliterator(), false)
                    .filter(member -> !member.path("isLearner").asBoolean()
                            && !member.path("name").asText().isEmpty()) // without a name it has never started
                    .map(member -> member.path("ID").asText())
                    .filter(id -> id.matches("\\d+") && !id.equals(self))
                    .findFirst();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
