package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What `prepare` is going to do, by its options. */
@SuppressWarnings("NullAway.Init")
class PrepareTest {
    private static final String TWO = """
            all: {vars: {ansible_user: vagrant}}
            k3s_master: {hosts: {one: {ansible_host: 192.168.50.201}}}
            k3s_agent: {hosts: {two: {ansible_host: 192.168.50.202}}}
            """;
    private static final ClusterPreparation.Wish PLAIN =
            new ClusterPreparation.Wish(Optional.empty(), false, false, Optional.empty(), false);

    private final List<String> notes = new ArrayList<>();
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    private Playbook playbook(ClusterPreparation.Wish wish, Predicate<Target> limit) {
        ClusterOptions options = ClusterOptions.DEFAULTS.listening(event -> {}, new ClusterOptions.Notices() {
            @Override
            public void note(String text) {
                notes.add(text);
            }

            @Override
            public void downloaded(String file, long done, long total) {}
        });
        return new ClusterPreparation(site.plan(TWO), site.here(), options, limit).playbook(wish);
    }

    private Playbook playbook(ClusterPreparation.Wish wish) {
        return playbook(wish, target -> true);
    }

    @Test
    void withoutOptionsItIsTheKeyAndTheNames() {
        site.file(".ssh/id_rsa.pub", "ssh-rsa AAAA me\n").file(".ssh/id_ed25519.pub", "ssh-ed25519 BBBB me\n");

        assertThat(playbook(PLAIN).describe()).isEqualTo("""
                Prepare: cluster inv

                Prepare the machines
                  one
                    Let your key log in as vagrant
                    Name the machines in /etc/hosts
                  two
                    Let your key log in as vagrant
                    Name the machines in /etc/hosts
                """);
        assertThat(notes).isEmpty();
    }

    @Test
    void whoHasNoKeyIsToldAndTheRestIsDone() {
        assertThat(playbook(PLAIN).describe()).doesNotContain("key").contains("Name the machines");
        assertThat(notes).singleElement().asString().contains("ssh-keygen", "--key");
    }

    @Test
    void everythingElseIsAsked() {
        ClusterPreparation.Wish all =
                new ClusterPreparation.Wish(Optional.empty(), true, true, Optional.of("Europe/Paris"), false);

        assertThat(playbook(all, target -> target.name().equals("two")).describe())
                .contains("""
                          two
                            Set the host name
                            Name the machines in /etc/hosts
                            Set the time zone
                            Upgrade packages
                        """)
                .doesNotContain("  one\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void thisMachinesHostsAreWrittenOnlyWhenAsked() {
        ClusterPreparation.Wish here =
                new ClusterPreparation.Wish(Optional.empty(), false, false, Optional.empty(), true);

        assertThat(playbook(PLAIN).describe()).doesNotContain("this machine");
        assertThat(playbook(here).describe())
                .endsWith("Name the machines on this machine\n  this machine\n    Name the machines in /etc/hosts\n");
    }

    @Test
    void aKeyFileThatHoldsNoPublicKeyIsSaid() {
        site.file("id", "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        ClusterPreparation.Wish wrong = new ClusterPreparation.Wish(
                Optional.of(site.folder().resolve("id")), false, false, Optional.empty(), false);

        assertThatThrownBy(() -> playbook(wrong)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).contains("holds no public key");
            assertThat(e.hint()).contains(".pub");
        });
    }
}
