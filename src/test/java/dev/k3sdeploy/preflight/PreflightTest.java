package dev.k3sdeploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Nodes;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One question to each machine, and what becomes of the answers. */
class PreflightTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.ofEpochSecond(1_000_000));
    private static final String FINE = """
            clock 1000000
            machine x86_64
            hostname %s
            init systemd
            init-system systemd
            address 3: eth1    inet %s/24 scope global eth1
            route default via 10.0.2.2 dev eth0
            """;
    private static final Target AGENT = new Target("node-2");
    private static final ClusterSpec CLUSTER = Nodes.cluster(
            Path.of("/tmp/none/k3s.yaml"),
            node(TaskTrial.HOST, Role.SERVER, "192.168.50.201"),
            node(AGENT, Role.AGENT, "192.168.50.202"));

    private final List<Finding> warnings = new ArrayList<>();
    private final ScriptedSession server = new ScriptedSession();
    private final ScriptedSession agent = new ScriptedSession();

    private static NodeSpec node(Target target, Role role, String ip) {
        return Nodes.of(target.name(), role, ip).spec();
    }

    private Outcome outcome(Set<String> unwanted) {
        Preflight preflight = new Preflight(CLUSTER, target -> true, unwanted, NOON);
        return TaskTrial.on(server).with(AGENT, agent).run(new MachineChecked(preflight, warnings::add));
    }

    @Test
    void eachMachineIsAskedOnce() {
        server.onPart("set -- 192.168.50.201 6443").says(FINE.formatted("one", "192.168.50.201"));
        agent.onPart("set -- 192.168.50.201 6443").says(FINE.formatted("two", "192.168.50.202"));
        Preflight preflight = new Preflight(CLUSTER, target -> true, Set.of(), NOON);
        TaskTrial trial = TaskTrial.on(server).with(AGENT, agent);

        assertThat(trial.run(new MachineChecked(preflight, warnings::add))).isInstanceOf(Outcome.Ok.class);
        trial.run(new MachineChecked(preflight, warnings::add));

        assertThat(server.commands()).hasSize(1);
        assertThat(agent.commands()).hasSize(1);
    }

    @Test
    void theServerIsAskedAlthoughTheLimitLeavesItOut() {
        Target agentsTrial = TaskTrial.HOST;
        ClusterSpec cluster = Nodes.cluster(
                Path.of("/tmp/none/k3s.yaml"),
                node(AGENT, Role.SERVER, "192.168.50.202"),
                node(agentsTrial, Role.AGENT, "192.168.50.201"));
        server.onPart("set --").says(FINE.formatted("one", "192.168.50.201"));
        agent.onPart("set --").says(FINE.formatted("two", "192.168.50.202") + "k3s v1.32.1+k3s1\n");
        Preflight preflight = Preflight.towards(
                Optional.of(K3sVersion.parse("v1.33.5+k3s1")), cluster, agentsTrial::equals, Set.of(), NOON);

        Outcome outcome = TaskTrial.on(server).with(AGENT, agent).run(new MachineChecked(preflight, warnings::add));

        assertThat(TaskTrial.problem(outcome).summary()).contains("would be newer than its server");
    }

    @Test
    void aFailureSaysWhatIsWrongAndHowToGoOn() {
        server.onPart("set --").says(FINE.formatted("same", "192.168.50.201").replace("init-system systemd", ""));
        agent.onPart("set --").says(FINE.formatted("same", "192.168.50.202"));

        var problem = TaskTrial.problem(outcome(Set.of()));

        assertThat(problem.summary())
                .contains("init-system: the first process", "hostname: its name «same» is that of node-2");
        assertThat(problem.hint()).endsWith("To go on all the same: --skip-preflight init-system,hostname");
    }

    @Test
    void whatIsNotWantedDoesNotStopTheRun() {
        server.onPart("set --").says(FINE.formatted("same", "192.168.50.201"));
        agent.onPart("set --").says(FINE.formatted("same", "192.168.50.202"));

        assertThat(outcome(Set.of("hostname"))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aWarningIsToldAndDoesNotStopTheRun() {
        server.onPart("set --").says(FINE.formatted("one", "192.168.50.201") + "cpus 1\n");
        agent.onPart("set --").says(FINE.formatted("two", "192.168.50.202"));

        assertThat(outcome(Set.of())).isInstanceOf(Outcome.Ok.class);
        assertThat(warnings).extracting(Finding::check).containsExactly("cpu");
    }

    @Test
    void aMachineThatBreaksOffIsLeftOutOfTheComparison() {
        server.onPart("set --").says(FINE.formatted("one", "192.168.50.201"));
        ScriptedSession none = new ScriptedSession();
        none.onPart("set --").says("");
        Preflight preflight = new Preflight(CLUSTER, target -> true, Set.of(), NOON);

        assertThat(TaskTrial.on(server).with(AGENT, none).run(new MachineChecked(preflight, warnings::add)))
                .isInstanceOf(Outcome.Ok.class);
    }

    /** By NTP, say, between the first machine's answer and the second's. */
    @ParameterizedTest
    @ValueSource(longs = {3600, -3600})
    void aClockOfThisMachineThatIsSetMeanwhileComparesNobody(long jump) {
        server.onPart("set --").says(FINE.formatted("one", "192.168.50.201"));
        agent.onPart("set --").says(FINE.formatted("two", "192.168.50.202"));
        AtomicInteger reads = new AtomicInteger();
        InstantSource set = () -> reads.incrementAndGet() > 4 ? NOON.instant().plusSeconds(jump) : NOON.instant();
        Preflight preflight = new Preflight(CLUSTER, target -> true, Set.of(), set);
        TaskTrial trial = TaskTrial.on(server).with(AGENT, agent);

        trial.ask(preflight::findings);
        List<Finding> findings = trial.ask(host -> preflight.findings(host.peer(AGENT)));

        assertThat(reads.get()).as("reads of the clock").isGreaterThan(4);
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("clock"))
                .singleElement()
                .matches(finding -> finding.is(Finding.Level.OK));
    }

    /** The script runs on whatever this is, and tells the same things as Java does. */
    @Test
    void theProbeTellsTheTruthAboutThisMachine() {
        Preflight preflight = new Preflight(
                Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), node(TaskTrial.HOST, Role.SERVER, "192.168.50.201")),
                target -> true,
                Set.of(),
                InstantSource.system());

        List<Finding> findings = TaskTrial.on(LocalConnection::new).ask(preflight::findings);

        assertThat(findings)
                .extracting(Finding::check)
                .containsExactlyElementsOf(Checks.ALL.stream().map(Check::name).toList());
        assertThat(reason(findings, "clock")).contains("within 30 s");
        assertThat(reason(findings, "cpu")).startsWith(Runtime.getRuntime().availableProcessors() + " processor");
        assertThat(reason(findings, "disk")).contains("free below /var/lib/rancher");
    }

    private static String reason(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
