package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, and what has to be taken out of the user's own files. */
@SuppressWarnings("NullAway.Init")
class ForgetCommandTest {
    private static final String KEY =
            " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILutJZGMeywqltqTsQzMGG1fGfT85UGVWVXPjP93nyTB\n";

    @TempDir
    private Path folder;

    private Path own;
    private Path users;

    @BeforeEach
    void twoMachines() {
        Typed.file(folder, "inventory.yml", """
                k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}
                k3s_node: {hosts: {two: {ansible_host: 10.1.1.2, ansible_port: 2222}}}
                """);
        own = folder.resolve("data/k3sdeploy/known_hosts");
        users = folder.resolve(".ssh/known_hosts");
        Typed.file(folder, "data/k3sdeploy/known_hosts", "10.1.1.1" + KEY + "[10.1.1.2]:2222" + KEY);
    }

    private Typed forget(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "forget";
        System.arraycopy(options, 0, words, 1, options.length);
        return Typed.with(Map.of("XDG_DATA_HOME", folder.resolve("data").toString()), folder, words);
    }

    @Test
    void whatTheUsersFilesDoNotHoldIsForgottenWithOneLine() {
        Typed typed = forget();

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.outLines()).containsExactly("2 host keys forgotten");
        assertThat(own).isEmptyFile();
    }

    @Test
    void aKeyInTheUsersFileStaysAndIsToldWithTheWayToTakeItOut() throws IOException {
        Typed.file(folder, ".ssh/known_hosts", "10.1.1.1" + KEY + "[10.1.1.2]:2222,box" + KEY + "10.1.1.3" + KEY);
        String before = Files.readString(users);

        Typed typed = forget();

        assertThat(typed.outLines())
                .containsExactly(
                        "2 host keys forgotten",
                        "Files that k3sdeploy does not change know keys of one and two still."
                                + " Where these are old ones, take them out:",
                        "    ssh-keygen -R '10.1.1.1' -f " + users,
                        "    ssh-keygen -R '[10.1.1.2]:2222' -f " + users);
        assertThat(users).hasContent(before);
    }

    @Test
    void onlyTheMachinesThatAreMeantAreTold() {
        Typed.file(folder, ".ssh/known_hosts", "10.1.1.1" + KEY + "[10.1.1.2]:2222" + KEY);

        assertThat(forget("-l", "two").out())
                .contains("1 host keys forgotten", "keys of two still")
                .doesNotContain("10.1.1.1");
    }

    @Test
    void forProgramsTheCommandsAreInTheObject() {
        Typed.file(folder, ".ssh/known_hosts", "10.1.1.1" + KEY);

        assertThat(forget("--output", "json").outLines())
                .containsExactly("{\"type\":\"forget\",\"keys\":2,\"elsewhere\":[{\"host\":\"one\",\"file\":\"" + users
                        + "\",\"command\":\"ssh-keygen -R '10.1.1.1' -f " + users + "\"}]}");
    }
}
