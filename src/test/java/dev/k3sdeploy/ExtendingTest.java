package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.examples.MessageOfTheDay;
import dev.k3sdeploy.examples.Shelf;
import dev.k3sdeploy.k3s.Phase;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Plays, connections and machines of a caller's own. */
@SuppressWarnings("NullAway.Init")
class ExtendingTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    private ClusterBuilder two() {
        return Cluster.builder()
                .on(site.here())
                .server("one", "10.1.1.1")
                .agent("two", "10.1.1.2")
                .variable("ansible_become", false);
    }

    private static Play greeting(String title, Cluster cluster) {
        return Play.of(title, cluster.targets(), new MessageOfTheDay(title + "\n"));
    }

    @Test
    void playsComeAtTheirMomentInTheOrderInWhichTheyWereGiven() {
        Cluster plain = two().build();
        Cluster extended = plain.with(greeting("last", plain), Moment.after(Phase.READY))
                .with(greeting("first", plain), Moment.before(Phase.INSTALL))
                .with(greeting("second", plain), Moment.before(Phase.INSTALL))
                .with(greeting("between", plain), Moment.after(Phase.SERVERS));

        assertThat(extended.plan().plays())
                .extracting(Play::title)
                .containsExactly(
                        plain.plan().plays().get(0).title(), // the checks, which come before all that changes anything
                        "first",
                        "second",
                        "Install K3S",
                        "between",
                        "Join the agents and install packages",
                        "Wait for the cluster",
                        "last");
        assertThat(plain.plan().plays()).hasSize(4);
        assertThat(extended.plan().describe()).contains("Write /etc/motd");
    }

    @Test
    void theLimitIsForTheCallersPlaysToo() {
        Cluster limited = two().options(ClusterOptions.DEFAULTS.limit("two")).build();
        Play forBoth = greeting("hello", two().build());
        assertThat(limited.with(forBoth, Moment.before(Phase.INSTALL))
                        .plan()
                        .plays()
                        .get(1)
                        .tasks())
                .containsOnlyKeys(new Target("two"));
        Play forOne = Play.of("hello", List.of(new Target("one")), new MessageOfTheDay("x"));
        assertThat(limited.with(forOne, Moment.before(Phase.INSTALL)).plan().plays())
                .extracting(Play::title)
                .doesNotContain("hello");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aConnectionOfTheCallersTakesThePlaceOfSsh() {
        ConcurrentLinkedQueue<Target> reached = new ConcurrentLinkedQueue<>();
        Cluster cluster = two().options(ClusterOptions.DEFAULTS.connecting(target -> {
                    reached.add(target);
                    return new LocalConnection();
                }))
                .build();

        assertThat(cluster.ping().values())
                .allSatisfy(answer -> assertThat(answer.answered())
                        .hasValueSatisfying(
                                text -> assertThat(text).startsWith(System.getProperty("user.name") + " on ")));
        assertThat(reached).containsExactlyInAnyOrder(new Target("one"), new Target("two"));
    }

    @Test
    void aConnectionThatCannotBeMadeIsAMachineThatCannotBeReached() {
        Cluster cluster = two().options(ClusterOptions.DEFAULTS.connecting(target -> {
                    throw new UnreachableException(target + " is asleep", "Wake it");
                }))
                .build();
        assertThat(cluster.ping().values())
                .allSatisfy(answer -> assertThat(answer.problem()).isNotNull().hasMessageContaining("is asleep"));
        assertThatThrownBy(() -> cluster.down().orThrow())
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("two is asleep")
                .hasMessageContaining("Wake it");
    }

    @Test
    void machinesOfTheCallersAreMadeAndStopped() {
        Cluster cluster =
                two().options(ClusterOptions.DEFAULTS.madeBy(new Shelf())).build();
        assertThatThrownBy(cluster::check)
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("one (switched off), two (switched off)");

        Report up = cluster.hosts().up().orThrow();
        assertThat(up.counts().changed()).isEqualTo(2);
        assertThat(cluster.hosts().list()).allMatch(MachineState::running);
        assertThat(cluster.hosts().up().orThrow().counts().ok()).isEqualTo(2);
        assertThat(cluster.hosts().remove().orThrow().counts().changed()).isEqualTo(2);
        assertThat(cluster.hosts().list()).noneMatch(MachineState::running);
    }
}
