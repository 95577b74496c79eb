package dev.k3sdeploy.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Containers that an engine starts and that do not stay: no run may call them machines. */
@SuppressWarnings("NullAway.Init")
class ContainerBootsTest {
    private static final MachineSpec ONE = new MachineSpec("lab-1", "172.30.50.201");
    private static final InotifyInstances NONE_LEFT = new InotifyInstances(Optional.of("128"), true);

    private ScriptedEngine scripted;

    @BeforeEach
    void engine(@TempDir Path folder) throws IOException {
        scripted = ScriptedEngine.in(folder);
    }

    private void ensure(InotifyInstances inotify) {
        scripted.machines(inotify).ensure(List.of(ONE), note -> {});
    }

    @Test
    void withoutInotifyInstancesItIsToldWhichLimitToRaise() throws IOException {
        scripted.knows("boots", "restarting");

        assertThatThrownBy(() -> ensure(NONE_LEFT)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).isEqualTo("These containers end as soon as they have started: k3sdeploy-lab-lab-1");
            assertThat(e.hint())
                    .contains("fs.inotify.max_user_instances is 128")
                    .contains("`sudo sysctl fs.inotify.max_user_instances=8192`, then the same command again");
        });
    }

    @Test
    void aContainerThatEndsForAnotherReasonIsToldWithItsLog() throws IOException {
        scripted.knows("boots", "exited");

        assertThatThrownBy(() -> ensure(new InotifyInstances(Optional.of("8192"), false)))
                .hasMessageContaining("engine logs k3sdeploy-lab-lab-1` may tell why")
                .hasMessageContaining("(fs.inotify.max_user_instances is 8192)");
        scripted.has("k3sdeploy-lab-lab-1 exited\n");
        assertThatThrownBy(() -> ensure(new InotifyInstances(Optional.empty(), false)))
                .hasMessageContaining("may tell why")
                .hasMessageNotContaining("inotify");
    }

    @Test
    void oneThatRunsWheneverItIsLookedAtIsCaughtByItsRestarts() throws IOException {
        scripted.knows("flapping");

        assertThatThrownBy(() -> ensure(NONE_LEFT)).hasMessageContaining("k3sdeploy-lab-lab-1");
    }

    @Test
    void oneThatStaysIsLookedAtForAWhileAndLeftAlone() throws IOException {
        ensure(NONE_LEFT);

        assertThat(scripted.calls())
                .filteredOn(call -> call.contains("RestartCount"))
                .hasSize(5)
                .allMatch(call -> call.endsWith(" k3sdeploy-lab-lab-1"));
    }

    @Test
    void onceThereIsRoomTheSameCommandStartsItAtOnce() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 restarting\n");

        ensure(NONE_LEFT);

        assertThat(scripted.calls()).contains("restart k3sdeploy-lab-lab-1");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelsLimitIsRead() {
        InotifyInstances here = InotifyInstances.ofThisMachine();

        assertThat(here.limit()).hasValueSatisfying(limit -> assertThat(limit).matches("\\d+"));
    }
}
