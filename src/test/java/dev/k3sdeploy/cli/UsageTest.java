package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed wrong, or lacks something: exit code 2, and what to type. */
@SuppressWarnings("NullAway.Init")
class UsageTest {
    private static final String LOCAL = """
            k3s_master:
              hosts:
                here: {ansible_connection: local, ansible_become: false}
            """;

    @TempDir
    private Path folder;

    @Test
    void noCommandIsAUsageErrorThatShowsTheCommands() {
        Typed typed = type();

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("a command is missing", "Usage: k3sdeploy");
    }

    @Test
    void anUnknownOptionIsAUsageErrorWithASuggestion() {
        Typed typed = type("up", "--chekc");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("--chekc", "--check");
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void anUnknownCommandAndABadValueAreUsageErrors() {
        assertThat(type("upp").exitCode()).isEqualTo(2);
        assertThat(type("up", "--forks", "many").err()).contains("--forks", "many");
        assertThat(type("up", "--output", "xml").exitCode()).isEqualTo(2);
    }

    @Test
    void forksBelowOneAreRefused() {
        inventory(LOCAL);

        Typed typed = type("ping", "-i", "inv.yml", "--forks", "0");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("--forks: must be 1 or more");
    }

    @Test
    void withoutAnInventoryItIsSaidWhichWouldBeTaken() {
        Typed typed = type("up");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err())
                .contains("inventory.yml, inventory/vagrantbox.yml or Vagrantfile", "-i inventory/vagrantbox.yml");
    }

    @Test
    void withoutAnInventoryAVagrantfileIsAskedOf() {
        Typed.file(folder, "Vagrantfile", "");

        assertThat(type("ping").err()).contains("Vagrant is not installed");
        assertThat(type("inventory", "--list", "-i", "vagrant:nowhere").err())
                .contains("There is no Vagrantfile", "-i vagrant:FOLDER");
    }

    @Test
    void anInventoryThatIsNotThereIsAnInputError() {
        Typed typed = type("up", "-i", "none.yml");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("none.yml");
    }

    @Test
    void downAsksAndWithoutATerminalSaysWhatToAdd() {
        inventory("k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}");

        Typed typed = type("down", "-i", "inv.yml");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("there is no terminal to ask on", "add --yes");
    }

    @Test
    void removingANodeAsksToo() {
        inventory("k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}");

        Typed typed = type("node", "remove", "two", "-i", "inv.yml");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("there is no terminal to ask on", "add --yes");
    }

    @Test
    void nodeAloneShowsItsCommands() {
        Typed typed = type("node");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("a command is missing", "remove");
    }

    @Test
    void askingForAPasswordNeedsATerminal() {
        inventory(LOCAL);

        Typed typed = type("ping", "-i", "inv.yml", "-K");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("ansible_become_password");
    }

    @Test
    void aLimitThatNobodyMatchesIsAnInputError() {
        inventory(LOCAL);

        Typed typed = type("ping", "-i", "inv.yml", "-l", "nobody");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("-l nobody");
    }

    private void inventory(String text) {
        Typed.file(folder, "inv.yml", text);
    }

    private Typed type(String... words) {
        return Typed.in(folder, words);
    }
}
