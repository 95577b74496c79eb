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

    @BeforeEach
    void engine(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Files.writeString(folder.resolve("engine"), """
                #!/bin/sh
                here=${0%/*}
                echo "$*" >>"$here/calls"
                case "$1 $2" in
                  info*) echo true ;;
                  run*) [ ! -e "$here/refused" ] || { echo 'no space left on device' >&2; exit 1; }
                        [ ! -e "$here/conflict" ] || { echo 'k3sdeploy-lab-lab-1 created' >"$here/ps"; exit 125; } ;;
                  ps*) [ ! -e "$here/down" ] || { echo 'Cannot connect to the Docker daemon' >&2; exit 1; }
                       cut -d ' ' -f 1 "$here/ps" 2>/dev/null; exit 0 ;;
                  "container inspect") sed 's#^#/#' "$here/ps" ;;
                  "network inspect") [ -e "$here/network" ] ;;
                  "network create") [ ! -e "$here/pool" ] || { echo 'Pool overlaps with other one' >&2; exit 1; } ;;
                  "image inspect") [ ! -e "$here/noimage" ] ;;
                esac
                """);
        Files.writeString(folder.resolve("key"), "");
        Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 AAAA me");
        assertThat(folder.resolve("engine").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void whatIsMissingIsCreatedInANetworkOfItsOwn() throws IOException {
        machines().ensure(BOTH, this::note);

        assertThat(calls())
                .anySatisfy(
                        call -> assertThat(call)
                                .startsWith(
                                        "network create --subnet 172.30.50.0/24 --label dev.k3sdeploy.cluster=lab k3sdeploy-lab"));
        assertThat(calls())
                .anySatisfy(call -> assertThat(call)
                        .startsWith("run --detach --name k3sdeploy-lab-lab-1 --hostname lab-1 --network k3sdeploy-lab"
                                + " --ip 172.30.50.201 --label dev.k3sdeploy.cluster=lab --restart unless-stopped"
                                + " --env K3SDEPLOY_AUTHORIZED_KEY=ssh-ed25519 AAAA me")
                        .endsWith(" k3sdeploy/lab-host:latest"));
        assertThat(notes)
                .containsExactlyInAnyOrder(
                        "Creating k3sdeploy-lab-lab-1 with address 172.30.50.201",
                        "Creating k3sdeploy-lab-lab-2 with address 172.30.50.202");
    }

    @Test
    void whatRunsIsLeftAlone() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 running\n");

        machines().ensure(BOTH, this::note);

        assertThat(calls())
                .containsExactly(
                        "ps --all --filter label=dev.k3sdeploy.cluster=lab --format {{.Names}}",
                        "container inspect --format {{.Name}} {{.State.Status}} k3sdeploy-lab-lab-1 k3sdeploy-lab-lab-2");
        assertThat(notes).isEmpty();
    }

    @Test
    void whatStandsStillIsStarted() throws IOException {
        running("k3sdeploy-lab-lab-1 exited\nk3sdeploy-lab-lab-2 running\n");

        machines().ensure(BOTH, this::note);

        assertThat(calls()).contains("start k3sdeploy-lab-lab-1").noneMatch(call -> call.startsWith("run"));
    }

    @Test
    void onlyWhatRunsIsRunning() throws IOException {
        running("k3sdeploy-lab-lab-1 exited\n");

        assertThat(machines().states(BOTH))
                .containsExactly(
                        new MachineState("lab-1", MachineState.Existence.STOPPED, "exited", "engine"),
                        new MachineState("lab-2", MachineState.Existence.ABSENT, "not created", "engine"));
        running("k3sdeploy-lab-lab-1 running\n");
        assertThat(machines().states(BOTH)).extracting(MachineState::running).containsExactly(true, false);
        assertThat(calls()).allMatch(call -> call.startsWith("ps ") || call.startsWith("container inspect "));
    }

    @Test
    void removingTakesOnlyWhatIsOursAndTheNetworkLast() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");
        Files.writeString(folder.resolve("network"), "");

        assertThat(machines().remove(NAMES, this::note)).containsExactly("lab-1", "lab-2");
        assertThat(calls())
                .containsSubsequence(
                        "rm --force --volumes k3sdeploy-lab-lab-1 k3sdeploy-lab-lab-2", "network rm k3sdeploy-lab");
    }

    @Test
    void theNetworkStaysAsLongAsAMachineIsInIt() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 running\n");
        Files.writeString(folder.resolve("network"), "");

        assertThat(machines().remove(List.of("lab-1"), this::note)).containsExactly("lab-1");
        assertThat(calls()).noneMatch(call -> call.startsWith("network rm"));
    }

    @Test
    void removingNothingIsNoError() throws IOException {
        assertThat(machines().remove(NAMES, this::note)).isEmpty();
        assertThat(calls()).noneMatch(call -> call.startsWith("rm"));
    }

    @Test
    void anEngineThatIsDownIsSaidWithWhatToDo() throws IOException {
        Files.writeString(folder.resolve("down"), "");

        assertThatThrownBy(() -> machines().states(BOTH)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).contains("Cannot connect to the Docker daemon");
            assertThat(e.hint()).contains("lab/setup");
        });
    }

    @Test
    void aMissingImageIsSaidBeforeAnythingIsCreated() throws IOException {
        Files.writeString(folder.resolve("noimage"), "");

        assertThatThrownBy(() -> machines().ensure(BOTH, this::note))
                .hasMessageContaining("k3sdeploy/lab-host:latest")
                .hasMessageContaining("lab/setup");
        assertThat(calls()).noneMatch(call -> call.startsWith("run") || call.startsWith("network create"));
    }

    @Test
    void addressesThatAreTakenAreSaid() throws IOException {
        Files.writeString(folder.resolve("pool"), "");

        assertThatThrownBy(() -> machines().ensure(BOTH, this::note))
                .hasMessageContaining("172.30.50.0/24")
                .hasMessageContaining("Pool overlaps")
                .hasMessageContaining("ansible_host");
    }

    @Test
    void anEngineThatIsNotInstalledIsSaid() {
        ContainerMachines none = new ContainerMachines(
                new ContainerEngine(folder.resolve("nothing").toString()), settings());

        assertThatThrownBy(() -> none.states(BOTH))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("Cannot run")
                .hasMessageContaining("Is it installed?");
    }

    @Test
    void anEarlierRunThatWasKilledMayHaveLeftItToTheEngine() throws IOException {
        Files.writeString(folder.resolve("conflict"), "");

        machines().ensure(List.of(ONE), this::note);

        assertThat(calls())
                .containsSubsequence(
                        "ps --all --filter label=dev.k3sdeploy.cluster=lab --format {{.Names}}",
                        "start k3sdeploy-lab-lab-1");
    }

    @Test
    void aContainerThatCannotBeMadeIsAFailureAndTheOthersAreMade() throws IOException {
        Files.writeString(folder.resolve("refused"), "");

        assertThatThrownBy(() -> machines().ensure(BOTH, this::note))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("no space left");
        assertThat(calls()).filteredOn(call -> call.startsWith("run ")).hasSize(2);
    }

    @Test
    void sizeAndNetworkAreWhatTheInventorySays() throws IOException {
        MachineSpec small =
                new MachineSpec("lab-1", "10.9.1.5", new MachineSpec.Size(Optional.of("1.5"), Optional.of("1536m")));
        ContainerMachines.Settings wide =
                new ContainerMachines.Settings("lab", "image:1", Optional.of("10.9.0.0/16"), folder.resolve("key"));

        new ContainerMachines(new ContainerEngine(folder.resolve("engine").toString()), wide)
                .ensure(List.of(small), this::note);

        assertThat(calls())
                .anyMatch(call -> call.startsWith("network create --subnet 10.9.0.0/16 "))
                .anyMatch(call -> call.startsWith("run ")
                        && call.contains(" --cpus 1.5 --memory 1536m ")
                        && call.endsWith(" image:1"));
    }

    @Test
    void whatTheInventoryNoLongerNamesIsAStray() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");

        assertThat(machines().strays(List.of(ONE))).containsExactly("lab-2");
        assertThat(machines().strays(BOTH)).isEmpty();
    }

    @Test
    void onlyWhatRunsIsStopped() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");

        machines().stop(BOTH, this::note);

        assertThat(calls()).contains("stop k3sdeploy-lab-lab-1");
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

        assertThatThrownBy(() -> new ContainerMachines(podman, settings()).ensure(BOTH, this::note))
                .hasMessageContaining("without root")
                .hasMessageContaining("sudo");
        assertThat(calls()).noneMatch(call -> call.startsWith("run"));
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

    private void running(String states) throws IOException {
        Files.writeString(folder.resolve("ps"), states);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private ContainerMachines machines() {
        return new ContainerMachines(
                new ContainerEngine(folder.resolve("engine").toString()), settings());
    }

    private ContainerMachines.Settings settings() {
        return new ContainerMachines.Settings(
                "lab", "k3sdeploy/lab-host:latest", Optional.empty(), folder.resolve("key"));
    }

    private void note(Message text) {
        notes.add(text.toString());
    }
}
