package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where to join, and with which token; for root's eyes only. */
class EnvironmentTest {
    private static final String TOKEN = "K10aabbcc::server:hunter2";
    private static final Target SERVER = new Target("server-1");
    private static final NodeSpec SERVER_NODE =
            Nodes.of("server-1", Role.SERVER, "192.168.50.200").spec();

    private final ScriptedSession host = new ScriptedSession();
    private final ScriptedSession server = new ScriptedSession();

    private EnvironmentTest() {
        Nodes.withSystemd(host);
    }

    @Test
    void aServerWithoutAGivenTokenHasAnEmptyFile() {
        host.onPart("k3s.service.env").fails(44);

        NodeSpec node = Nodes.server().spec();
        assertThat(TaskTrial.on(host).predict(new Environment(node, alone(node))))
                .isInstanceOf(Outcome.WouldChange.class);

        ScriptedSession written = Nodes.withSystemd(new ScriptedSession());
        written.onPart("k3s.service.env").says("600 root:root regular empty file\n");
        assertThat(TaskTrial.on(written).run(new Environment(node, alone(node))))
                .isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aServersGivenTokenIsWritten() {
        host.onPart("LC_ALL=C stat").says("600 root:root regular file\nK3S_TOKEN='hunter2'\n");
        NodeSpec node = Nodes.server().token("hunter2").spec();

        assertThat(TaskTrial.on(host).run(new Environment(node, alone(node)))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void anAgentJoinsWithTheServersOwnTokenAtItsNodeAddress() {
        server.onPart("/var/lib/rancher/k3s/server/node-token").says(TOKEN + "\n");
        server.onPart("ip -o -4").says(Nodes.TWO_NICS.replace("192.168.50.201", "192.168.50.200"));
        host.onPart("LC_ALL=C stat").fails(44).says("600 root:root regular file\n" + wanted("192.168.50.200"));
        host.onPart("mv -fT").succeeds();

        assertThat(run(Nodes.agent())).isInstanceOf(Outcome.Changed.class);
        assertThat(host.inputs()).contains(wanted("192.168.50.200"));
        assertThat(host.commands().get(2)).contains("/etc/systemd/system/k3s-agent.service.env", "chmod 0600");
    }

    @ParameterizedTest
    @CsvSource({"--agent-token=only-agents, only-agents", "--agent-token-file=/etc/agents, only-agents"})
    void anAgentJoinsWithTheAgentsTokenWhereTheServerHasOne(String flag, String password) {
        NodeSpec first = Nodes.of("server-1", Role.SERVER, "192.168.50.200")
                .options(flag)
                .spec();
        server.onPart("/var/lib/rancher/k3s/server/node-token").says(TOKEN);
        server.onPart("/etc/agents").says(password + "\n");
        server.onPart("ip -o -4").says(Nodes.TWO_NICS.replace("192.168.50.201", "192.168.50.200"));
        String written = wanted("192.168.50.200").replace("server:hunter2", "node:" + password);
        host.onPart("LC_ALL=C stat").says("600 root:root regular file\n" + written);

        assertThat(TaskTrial.on(host)
                        .with(SERVER, server)
                        .run(new Environment(Nodes.agent().spec(), alone(first))))
                .isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void anIpv6ServerGetsBrackets() {
        server.onPart("node-token").says(TOKEN);
        server.onPart("ip -o -4").says("2: a    inet6 fd00::1/64 scope global\n");
        host.onPart("LC_ALL=C stat").says("600 root:root regular file\n" + wanted("[fd00::1]"));

        Environment task = new Environment(
                Nodes.agent().spec(),
                alone(Nodes.of("server-1", Role.SERVER, "fd00::1").spec()));
        assertThat(TaskTrial.on(host).with(SERVER, server).run(task)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void theUsersUrlWinsAndTheServerIsNotAskedForItsAddress() {
        server.onPart("node-token").says(TOKEN);
        host.onPart("LC_ALL=C stat")
                .says("600 root:root regular file\nK3S_TOKEN='" + TOKEN + "'\nK3S_URL='https://lb.example:6443'\n");

        assertThat(run(Nodes.agent().serverUrl("https://lb.example:6443"))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void withoutATokenTheAgentCannotJoinAndIsToldWhy() {
        server.onPart("node-token").fails(44);

        assertThat(TaskTrial.problem(run(Nodes.agent())).summary())
                .isEqualTo("Server server-1 has no node token, so node-1 cannot join");
        assertThat(TaskTrial.problem(run(Nodes.agent())).hint()).contains("without --limit");
    }

    @Test
    void checkModeOnAFreshClusterPredictsTheFile() {
        server.onPart("node-token").fails(44);

        Outcome outcome = TaskTrial.on(host)
                .with(SERVER, server)
                .predict(new Environment(Nodes.agent().spec(), alone(SERVER_NODE)));

        assertThat(outcome.toString()).startsWith("WouldChange").contains("create the environment of k3s-agent");
    }

    @Test
    void noSecretIsInTitleDiffOrCommands() {
        server.onPart("node-token").says(TOKEN);
        server.onPart("ip -o -4").says(Nodes.TWO_NICS.replace("192.168.50.201", "192.168.50.200"));
        host.onPart("LC_ALL=C stat").says("600 root:root regular file\nK3S_TOKEN='old-hunter'\n");
        host.onPart("mv -fT").succeeds();
        Environment task = new Environment(Nodes.agent().token("hunter2").spec(), alone(SERVER_NODE));
        TaskTrial trial = TaskTrial.on(host).with(SERVER, server);

        Outcome outcome = trial.run(task);

        assertThat(task.title() + task + outcome + trial.events() + host.commands())
                .doesNotContain("hunter");
        assertThat(host.inputs().toString()).contains("hunter2");
    }

    @Test
    void openRcsEnvironmentHasAPlaceOfItsOwn() {
        host.onPart("then echo SYSTEMD").says("OPENRC\n");
        host.onPart("/etc/rancher/k3s/k3s.env").says("600 root:root regular file\nK3S_TOKEN='hunter2'\n");
        NodeSpec node = Nodes.server().token("hunter2").spec();

        assertThat(TaskTrial.on(host).run(new Environment(node, alone(node)))).isInstanceOf(Outcome.Ok.class);
    }

    private static ClusterSpec alone(NodeSpec server) {
        return Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), server);
    }

    private Outcome run(Nodes agent) {
        return TaskTrial.on(host).with(SERVER, server).run(new Environment(agent.spec(), alone(SERVER_NODE)));
    }

    private static String wanted(String address) {
        return "K3S_TOKEN='" + TOKEN + "'\nK3S_URL='https://" + address + ":6443'\n";
    }
}
