package dev.k3sdeploy.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the container engine is asked for; a script stands in for it and notes its arguments. */
@SuppressWarnings("NullAway.Init")
class ContainerMachinesTest {
    private static final MachineSpec ONE = new MachineSpec("lab-1", "172.30.50.201");
    private static final MachineSpec TWO = new MachineSpec("lab-2", "172.30.50.202");
    private static final List<MachineSpec> BOTH = List.of(ONE, TWO);

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
                  ps*) [ ! -e "$here/down" ] || { echo 'Cannot connect to the Docker daemon' >&2; exit 1; }
                       cat "$here/ps" 2>/dev/null; exit 0 ;;
                  "network inspect") [ -e "$here/network" ] ;;
                  "network create") [ ! -e "$here/pool" ] || { echo 'Pool overlaps with other one' >&2; exit 1; } ;;
                  "image inspect") [ ! -e "$here/noimage" ] ;;
                esac
                """);
        assertThat(folder.resolve("engine").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void whatIsMissingIsCreatedInANetworkOfItsOwn() throws IOException {
        assertThat(machines().ensure(BOTH, notes::add)).containsExactly(ONE, TWO);

        assertThat(calls())
                .anySatisfy(
                        call -> assertThat(call)
                                .startsWith(
                                        "network create --subnet 172.30.50.0/24 --label dev.k3sdeploy.cluster=lab k3sdeploy-lab"));
        assertThat(calls())
                .anySatisfy(call -> assertThat(call)
                        .startsWith("run --detach --name k3sdeploy-lab-lab-1 --hostname lab-1 --network k3sdeploy-lab"
                                + " --ip 172.30.50.201 --label dev.k3sdeploy.cluster=lab"
                                + " --env K3SDEPLOY_AUTHORIZED_KEY=ssh-ed25519 AAAA me")
                        .endsWith(" k3sdeploy/lab-host:latest"));
        assertThat(notes)
                .containsExactly(
                        "Creating k3sdeploy-lab-lab-1 with address 172.30.50.201",
                        "Creating k3sdeploy-lab-lab-2 with address 172.30.50.202");
    }

    @Test
    void whatRunsIsLeftAloneByOneQuestion() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 running\n");

        assertThat(machines().ensure(BOTH, notes::add)).isEmpty();
        assertThat(calls()).singleElement().asString().startsWith("ps --all --filter label=dev.k3sdeploy.cluster=lab");
        assertThat(notes).isEmpty();
    }

    @Test
    void whatStandsStillIsStarted() throws IOException {
        running("k3sdeploy-lab-lab-1 exited\nk3sdeploy-lab-lab-2 running\n");

        assertThat(machines().ensure(BOTH, notes::add)).isEmpty();
        assertThat(calls()).contains("start k3sdeploy-lab-lab-1").noneMatch(call -> call.startsWith("run"));
    }

    @Test
    void missingAreThoseThatDoNotRun() throws IOException {
        running("k3sdeploy-lab-lab-1 exited\n");

        assertThat(machines().missing(BOTH)).containsExactly(ONE, TWO);
        running("k3sdeploy-lab-lab-1 running\n");
        assertThat(machines().missing(BOTH)).containsExactly(TWO);
        assertThat(calls()).allMatch(call -> call.startsWith("ps "));
    }

    @Test
    void removingTakesOnlyWhatIsOursAndTheNetworkLast() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 exited\n");
        Files.writeString(folder.resolve("network"), "");

        assertThat(machines().remove(BOTH, notes::add)).containsExactly(ONE, TWO);
        assertThat(calls())
                .containsSubsequence(
                        "rm --force --volumes k3sdeploy-lab-lab-1 k3sdeploy-lab-lab-2", "network rm k3sdeploy-lab");
    }

    @Test
    void theNetworkStaysAsLongAsAMachineIsInIt() throws IOException {
        running("k3sdeploy-lab-lab-1 running\nk3sdeploy-lab-lab-2 running\n");
        Files.writeString(folder.resolve("network"), "");

        assertThat(machines().remove(List.of(ONE), notes::add)).containsExactly(ONE);
        assertThat(calls()).noneMatch(call -> call.startsWith("network rm"));
    }

    @Test
    void removingNothingIsNoError() throws IOException {
        assertThat(machines().remove(BOTH, notes::add)).isEmpty();
        assertThat(calls()).noneMatch(call -> call.startsWith("rm"));
    }

    @Test
    void anEngineThatIsDownIsSaidWithWhatToDo() throws IOException {
        Files.writeString(folder.resolve("down"), "");

        assertThatThrownBy(() -> machines().missing(BOTH)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).contains("Cannot connect to the Docker daemon");
            assertThat(e.hint()).contains("lab/setup");
        });
    }

    @Test
    void aMissingImageIsSaidBeforeAnythingIsCreated() throws IOException {
        Files.writeString(folder.resolve("noimage"), "");

        assertThatThrownBy(() -> machines().ensure(BOTH, notes::add))
                .hasMessageContaining("k3sdeploy/lab-host:latest")
                .hasMessageContaining("lab/setup");
        assertThat(calls()).noneMatch(call -> call.startsWith("run") || call.startsWith("network create"));
    }

    @Test
    void addressesThatAreTakenAreSaid() throws IOException {
        Files.writeString(folder.resolve("pool"), "");

        assertThatThrownBy(() -> machines().ensure(BOTH, notes::add))
                .hasMessageContaining("172.30.50.0/24")
                .hasMessageContaining("Pool overlaps")
                .hasMessageContaining("ansible_host");
    }

    @Test
    void anEngineThatIsNotInstalledIsSaid() {
        ContainerMachines none = new ContainerMachines(folder.resolve("nothing").toString(), settings());

        assertThatThrownBy(() -> none.missing(BOTH))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("Cannot run")
                .hasMessageContaining("Is it installed?");
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
        return new ContainerMachines(folder.resolve("engine").toString(), settings());
    }

    private static ContainerMachines.Settings settings() {
        return new ContainerMachines.Settings("lab", "k3sdeploy/lab-host:latest", "ssh-ed25519 AAAA me");
    }
}
