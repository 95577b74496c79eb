package dev.k3sdeploy.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the container engine is asked for; a script stands in for it and notes its arguments. */
@SuppressWarnings("NullAway.Init")
class ContainerMachinesTest {
    private static final MachineSpec ONE = new MachineSpec("lab-1", "172.30.50.201");
    private static final MachineSpec TWO = new MachineSpec("lab-2", "172.30.50.202");
    private static final List<MachineSpec> BOTH = List.of(ONE, TWO);
    private static final List<String> NAMES = List.of("lab-1", "lab-2");

    private final List<String> notes = new ArrayList<>();
    private Path folder;
    private ScriptedEngine scripted;

    @BeforeEach
    void engine(@TempDir Path temporary) throws IOException {
        folder = temporary;
        scripted = ScriptedEngine.in(temporary);
    }

    @Test
    void whatIsMissingIsCreatedInANetworkOfItsOwn() throws IOException {
        scripted.machines().ensure(BOTH, this::note);

        assertThat(scripted.calls())
                .anySatisfy(
                        call -> assertThat(call)
                                .startsWith(
                                        "network create --subnet 172.30.50.0/24 --label dev.k3sdeploy.cluster=lab k3sdeploy-lab"));
        assertThat(scripted.calls())
                .anySatisfy(call -> assertThat(call)
                        .startsWith("run --detach --name k3sdeploy-lab-lab-1 --hostname lab-1 --network k3sdeploy-lab"
                                + " --ip 172.30.50.201 --label dev.k3sdeploy.cluster=lab --restart unless-stopped"
                                + " --env K3SDEPLOY_AUTHORIZED_KEY=ssh-ed25519 AAAA me"
                                + " --env K3SDEPLOY_NAMESERVERS=192.0.2.1 192.0.2.2 ")
                        .endsWith(" k3sdeploy/lab-host:latest"));
        assertThat(notes)
                .containsExactlyInAnyOrder(
                        "Creating k3sdeploy-lab-lab-1 with address 172.30.50.201",
                        "Creating k3sdeploy-lab-lab-2 with address 172.30.50.202");
    }

    @Test
    void whatRunsIsLeftAlone() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 running\n");

        scripted.machines().ensure(BOTH, this::note);

        assertThat(scripted.calls())
                .containsExactly(
                        "ps --all --filter label=dev.k3sdeploy.cluster=lab --format {{.Names}}",
                        "container inspect --format {{.Name}} {{.State.Status}} k3sdeploy-lab-lab-1 k3sdeploy-lab-lab-2");
        assertThat(notes).isEmpty();
    }

    @Test
    void whatStandsStillIsStarted() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 exited\nk3sdeploy-lab-lab-2 running\n");

        scripted.machines().ensure(BOTH, this::note);

        assertThat(scripted.calls()).contains("start k3sdeploy-lab-lab-1").noneMatch(call -> call.startsWith("run"));
    }

    @Test
    void onlyWhatRunsIsRunning() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 exited\n");

        assertThat(scripted.machines().states(BOTH))
                .containsExactly(
                        new MachineState("lab-1", MachineState.Existence.STOPPED, "exited", "engine"),
                        new MachineState("lab-2", MachineState.Existence.ABSENT, "not created", "engine"));
        scripted.has("k3sdeploy-lab-lab-1 running\n");
        assertThat(scripted.machines().states(BOTH))
                .extracting(MachineState::running)
                .containsExactly(true, false);
        assertThat(scripted.calls()).allMatch(call -> call.startsWith("ps ") || call.startsWith("container inspect "));
    }

    @Test
    void removingTakesOnlyWhatIsOursAndTheNetworkLast() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");
        scripted.knows("network");

        assertThat(scripted.machines().remove(NAMES, this::note)).containsExactly("lab-1", "lab-2");
        assertThat(scripted.calls())
                .containsSubsequence(
                        "rm --force --volumes k3sdeploy-lab-lab-1 k3sdeploy-lab-lab-2", "network rm k3sdeploy-lab");
    }

    @Test
    void theNetworkStaysAsLongAsAMachineIsInIt() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 running\n");
        scripted.knows("network");

        assertThat(scripted.machines().remove(List.of("lab-1"), this::note)).containsExactly("lab-1");
        assertThat(scripted.calls()).noneMatch(call -> call.startsWith("network rm"));
    }

    @Test
    void removingNothingIsNoError() throws IOException {
        assertThat(scripted.machines().remove(NAMES, this::note)).isEmpty();
        assertThat(scripted.calls()).noneMatch(call -> call.startsWith("rm"));
    }

    @Test
    void anEngineThatIsDownIsSaidWithWhatToDo() throws IOException {
        scripted.knows("down");

        assertThatThrownBy(() -> scripted.machines().states(BOTH))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary()).contains("Cannot connect to the Docker daemon");
                    assertThat(e.hint()).contains("lab/setup");
                });
    }

    @Test
    void aMissingImageIsSaidBeforeAnythingIsCreated() throws IOException {
        scripted.knows("noimage");

        assertThatThrownBy(() -> scripted.machines().ensure(BOTH, this::note))
                .hasMessageContaining("k3sdeploy/lab-host:latest")
                .hasMessageContaining("lab/setup");
        assertThat(scripted.calls()).noneMatch(call -> call.startsWith("run") || call.startsWith("network create"));
    }

    @Test
    void addressesThatAreTakenAreSaid() throws IOException {
        scripted.knows("pool");

        assertThatThrownBy(() -> scripted.machines().ensure(BOTH, this::note))
                .hasMessageContaining("172.30.50.0/24")
                .hasMessageContaining("Pool overlaps")
                .hasMessageContaining("ansible_host");
    }

    @Test
    void anEngineThatIsNotInstalledIsSaid() {
        ContainerEngine nothing = new ContainerEngine(folder.resolve("nothing").toString());
        ContainerMachines none = ScriptedEngine.machines(nothing, scripted.settings());

        assertThatThrownBy(() -> none.states(BOTH))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("Cannot run")
                .hasMessageContaining("Is it installed?");
    }

    @Test
    void anEarlierRunThatWasKilledMayHaveLeftItToTheEngine() throws IOException {
        scripted.knows("conflict");

        scripted.machines().ensure(List.of(ONE), this::note);

        assertThat(scripted.calls())
                .containsSubsequence(
                        "ps --all --filter label=dev.k3sdeploy.cluster=lab --format {{.Names}}",
                        "start k3sdeploy-lab-lab-1");
    }

    @Test
    void aContainerThatCannotBeMadeIsAFailureAndTheOthersAreMade() throws IOException {
        scripted.knows("refused");

        assertThatThrownBy(() -> scripted.machines().ensure(BOTH, this::note))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("no space left");
        assertThat(scripted.calls()).filteredOn(call -> call.startsWith("run ")).hasSize(2);
    }

    @Test
    void sizeAndNetworkAreWhatTheInventorySays() throws IOException {
        MachineSpec small =
                new MachineSpec("lab-1", "10.9.1.5", new MachineSpec.Size(Optional.of("1.5"), Optional.of("1536m")));
        ContainerMachines.Settings wide = new ContainerMachines.Settings(
                "lab", "image:1", Optional.of("10.9.0.0/16"), folder.resolve("key"), List.of());

        ScriptedEngine.machines(scripted.engine(), wide).ensure(List.of(small), this::note);

        assertThat(scripted.calls())
                .anyMatch(call -> call.startsWith("network create --subnet 10.9.0.0/16 "))
                .anyMatch(call -> call.startsWith("run ")
                        && call.contains(" --cpus 1.5 --memory 1536m ")
                        && call.endsWith(" image:1"));
    }

    @Test
    void whatTheInventoryNoLongerNamesIsAStray() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");

        assertThat(scripted.machines().strays(List.of(ONE))).containsExactly("lab-2");
        assertThat(scripted.machines().strays(BOTH)).isEmpty();
    }

    @Test
    void onlyWhatRunsIsStopped() throws IOException {
        scripted.has("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");

        scripted.machines().stop(BOTH, this::note);

        assertThat(scripted.calls()).contains("stop k3sdeploy-lab-lab-1");
        assertThat(notes).containsExactly("Stopping k3sdeploy-lab-lab-1");
    }

    @Test
    void theEngineIsTheOneThatIsThere() throws IOException {
        Files.copy(folder.resolve("engine"), folder.resolve("podman"), StandardCopyOption.COPY_ATTRIBUTES);
        Map<String, String> environment = Map.of("PATH", folder.toString());

        assertThat(ContainerEngine.of("", environment)).isEqualTo(new ContainerEngine("podman"));
        Files.copy(folder.resolve("engine"), folder.resolve("docker"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(ContainerEngine.of("", environment)).isEqualTo(new ContainerEngine("docker"));
        assertThat(ContainerEngine.of("podman", environment)).isEqualTo(new ContainerEngine("podman"));
    }

    @Test
    void withoutAnEngineItIsSaidWhatInstallsOne() {
        assertThatThrownBy(() -> ContainerEngine.of("", Map.of("PATH", folder.toString())))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary()).contains("docker, podman");
                    assertThat(e.hint()).contains("lab/setup");
                });
    }

    @Test
    void aPodmanWithoutRootIsRefused() throws IOException {
        Files.copy(folder.resolve("engine"), folder.resolve("podman"), StandardCopyOption.COPY_ATTRIBUTES);
        ContainerEngine podman = new ContainerEngine(folder.resolve("podman").toString());

        assertThatThrownBy(() ->
                        ScriptedEngine.machines(podman, scripted.settings()).ensure(BOTH, this::note))
                .hasMessageContaining("without root")
                .hasMessageContaining("sudo");
        assertThat(scripted.calls()).noneMatch(call -> call.startsWith("run"));
    }

    @Test
    void everyPrivilegeOrAllButTheOneThatThisMachineLacks() {
        assertThat(new ContainerPrivileges(true).flags())
                .contains("--privileged")
                .doesNotContain("--cap-add=ALL");
        assertThat(new ContainerPrivileges(false).flags())
                .contains("--cap-add=ALL", "--cap-drop=SYS_RESOURCE")
                .doesNotContain("--privileged");
    }

    private void note(Message text) {
        notes.add(text.toString());
    }
}
