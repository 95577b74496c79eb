package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.machines.HostOnlyNetworks;
import dev.k3sdeploy.machines.MachineLogin;
import dev.k3sdeploy.machines.MachineSpec;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.machines.Vagrant;
import dev.k3sdeploy.machines.VagrantMachines;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** VMs of a Vagrantfile made, stopped and destroyed, by a program that behaves as Vagrant does. */
@SuppressWarnings("NullAway.Init")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for vagrant is a shell script")
class VagrantMachinesTest {
    private static final MachineSpec ONE = new MachineSpec("vm-1", "192.168.50.201");
    private static final MachineSpec TWO = new MachineSpec("vm-2", "192.168.50.202");
    private static final List<MachineSpec> BOTH = List.of(ONE, TWO);

    private final List<String> notes = new ArrayList<>();
    private Path folder;
    private ScriptedVagrant vagrant;

    @BeforeEach
    void twoMachines(@TempDir Path temporary) {
        folder = temporary;
        vagrant = new ScriptedVagrant(folder)
                .virtualbox("vm-1", "not_created", 2222)
                .virtualbox("vm-2", "not_created", 2200)
                .virtualbox("other", "not_created", 2201);
    }

    private VagrantMachines machines() {
        return machines(Map.of());
    }

    private VagrantMachines machines(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(vagrant.here().environment());
        environment.putAll(variables);
        return new VagrantMachines(
                Vagrant.of(folder, environment),
                new VagrantMachines.Surroundings(
                        environment,
                        "Linux",
                        new HostOnlyNetworks(folder.resolve("networks.conf")),
                        Duration.ofMillis(1)));
    }

    @Test
    void whatIsMissingIsBroughtUpByOneVagrantUpOfJustThese() {
        machines().ensure(BOTH, this::note);

        assertThat(vagrant.calls()).containsExactly("status --machine-readable", "up --machine-readable vm-1 vm-2");
        assertThat(notes)
                .contains("==> vm-1: Importing base box 'ubuntu/jammy64'...", "==> vm-2: Machine booted and ready!");
        assertThat(machines().states(BOTH)).allMatch(MachineState::running);
    }

    @Test
    void whatRunsIsLeftAloneByOneQuestion() {
        machines().ensure(BOTH, this::note);
        notes.clear();
        int before = vagrant.calls().size();

        machines().ensure(BOTH, this::note);

        assertThat(vagrant.calls()).hasSize(before + 1).last().isEqualTo("status --machine-readable");
        assertThat(notes).isEmpty();
    }

    @Test
    void whatWasStoppedIsStartedAndIsNotNew() {
        machines().ensure(BOTH, this::note);
        Optional<String> made = access("vm-1").identity();
        machines().stop(BOTH, this::note);
        assertThat(machines().states(BOTH))
                .extracting(MachineState::existence, MachineState::condition)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(MachineState.Existence.STOPPED, "poweroff"));

        machines().ensure(BOTH, this::note);
        assertThat(machines().states(BOTH)).allMatch(MachineState::running);
        assertThat(access("vm-1").identity()).isPresent().isEqualTo(made);
    }

    @Test
    void aMachineThatDidNotGetToTheEndOfItsFirstUpIsBroughtUpAgain() throws Exception {
        machines().ensure(BOTH, this::note);
        Files.delete(folder.resolve(".vagrant/machines/vm-2/virtualbox/action_provision"));

        assertThat(machines().states(BOTH)).extracting(MachineState::running).containsExactly(true, false);
        machines().ensure(BOTH, this::note);
        assertThat(vagrant.calls()).last().isEqualTo("up --machine-readable vm-1 vm-2");
    }

    @Test
    void anotherVagrantAtWorkIsWaitedFor() {
        vagrant.with("locked", "");

        machines().ensure(BOTH, this::note);

        assertThat(machines().states(BOTH)).allMatch(MachineState::running);
        assertThat(notes).contains("Another vagrant is at work on these machines; waiting for it");
    }

    @Test
    void virtualBoxsRefusalIsExplainedWithTheLineForNetworksConf() {
        vagrant.with("refused", "");

        assertThatThrownBy(() -> machines().ensure(BOTH, this::note))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary())
                            .isEqualTo("`vagrant up` failed in " + folder
                                    + ": The IP address is not within the\nallowed ranges.");
                    assertThat(e.hint())
                            .contains("192.168.56.0/21")
                            .contains("echo \"* 192.168.50.0/24\" >>/etc/vbox/networks.conf");
                });
    }

    @Test
    void whereTheNetworkIsAllowedAFailureIsNotBlamedOnIt() throws Exception {
        vagrant.with("refused", "");
        Files.writeString(folder.resolve("networks.conf"), "# ours\n* 10.0.0.0/8 192.168.0.0/16\n");

        assertThatThrownBy(() -> machines().ensure(BOTH, this::note))
                .isInstanceOfSatisfying(
                        K3sDeployException.class, e -> assertThat(e.hint()).doesNotContain("networks.conf"));
    }

    @Test
    void aFailedUpGoesOnWithWhatIsThere() {
        vagrant.with("refused", "");
        assertThatThrownBy(() -> machines().ensure(BOTH, this::note)).isInstanceOf(K3sDeployException.class);
        vagrant.without("refused");

        machines().ensure(BOTH, this::note);
        assertThat(machines().states(BOTH)).allMatch(MachineState::running);
    }

    @Test
    void aProxyThatTheVmsWillNotUseIsTold() {
        machines(Map.of("http_proxy", "http://proxy:3128")).ensure(BOTH, this::note);

        assertThat(notes).anyMatch(note -> note.contains("vagrant plugin install vagrant-proxyconf"));
    }

    @Test
    void aProxyThatTheVmsCanUseIsTold() {
        vagrant.with("plugins", "1700000000,,plugin-name,vagrant-proxyconf\n");

        machines(Map.of("https_proxy", "http://proxy:3128")).ensure(BOTH, this::note);

        assertThat(notes).anyMatch(note -> note.contains("vagrant-proxyconf is installed"));
    }

    @Test
    void onlyTheInventorysMachinesAreDestroyed() {
        machines().ensure(BOTH, this::note);

        assertThat(machines().remove(List.of("vm-1", "vm-2", "unheard-of"), this::note))
                .containsExactly("vm-1", "vm-2");

        assertThat(vagrant.calls()).last().isEqualTo("destroy --force --machine-readable vm-1 vm-2");
        assertThat(machines().remove(List.of("vm-1"), this::note)).isEmpty();
        assertThat(vagrant.calls()).last().isEqualTo("status --machine-readable");
    }

    @Test
    void oneLogsInAsVagrantSaysAndAsIfToTheMachineThatVagrantMade() {
        machines().ensure(BOTH, this::note);

        MachineLogin before = access("vm-1");
        assertThat(before.host()).isEqualTo("127.0.0.1");
        assertThat(before.port()).hasValue(2222);
        assertThat(before.user()).contains("vagrant");
        assertThat(before.key()).contains(folder.resolve(".vagrant/machines/vm-1/virtualbox/private_key"));

        machines().remove(List.of("vm-1"), this::note);
        assertThat(machines().access(BOTH)).containsOnlyKeys("vm-2");
        machines().ensure(BOTH, this::note);
        assertThat(access("vm-1").identity()).isPresent().isNotEqualTo(before.identity());
    }

    private MachineLogin access(String name) {
        return Objects.requireNonNull(machines().access(BOTH).get(name));
    }

    @Test
    void aMachineThatTheVagrantfileDoesNotDefineIsSaid() {
        List<MachineSpec> wanted = List.of(ONE, new MachineSpec("vm-3", "192.168.50.203"));

        assertThatThrownBy(() -> machines().ensure(wanted, this::note))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary()).contains("names vm-3", "does not define");
                    assertThat(e.hint()).contains("vm-1, vm-2, other");
                });
        assertThat(vagrant.calls()).noneMatch(call -> call.startsWith("up"));
    }

    @Test
    void windowsAllowsAnyNetwork() {
        assertThat(new HostOnlyNetworks(folder.resolve("none")).advice("192.168.50.201", "Windows 11"))
                .isEqualTo(Optional.empty());
        assertThat(new HostOnlyNetworks(folder.resolve("none")).advice("192.168.56.201", "Linux"))
                .isEmpty();
    }

    private void note(Message text) {
        notes.add(text.toString());
    }
}
