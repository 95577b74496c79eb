package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.inventory.VaultSecret;
import dev.k3sdeploy.remote.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is a secret in an inventory is known as one, so that no view shows it. */
class SecretVariablesTest {
    private static final String CANARY = "cAnAry-51";

    /** What a name of an option has that may hold a secret. */
    private static final Pattern SUSPECT = Pattern.compile(".*(secret|token|pass|auth|key|cred|endpoint|login).*");

    /** Those that hold none: files, addresses, switches. A new one has to be thought about here. */
    private static final Set<String> NO_SECRETS = Set.of(
            "token-file",
            "agent-token-file",
            "vpn-auth-file",
            "datastore-keyfile",
            "secrets-encryption",
            "secrets-encryption-provider",
            "image-credential-provider-bin-dir",
            "image-credential-provider-config",
            "container-runtime-endpoint",
            "image-service-endpoint",
            "disable-default-registry-endpoint",
            "etcd-s3-endpoint",
            "etcd-s3-endpoint-ca",
            "authentication-token-webhook-config-file");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static Stream<String> options() throws IOException {
        return Files.readAllLines(Path.of("src/main/resources/k3s-flags.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Stream.of(line.split(" +")).skip(1))
                .map(word -> word.replaceFirst("(>=|->).*", ""))
                .filter(option -> SUSPECT.matcher(option).matches() && !NO_SECRETS.contains(option))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("options")
    void eachOptionOfK3sThatHoldsASecretIsKnownInAllFormsInWhichItIsGiven(String option) {
        for (String variable : List.of(
                "k3s_config: {" + option + ": " + CANARY + "}",
                "k3s_server_config: {" + option + ": [" + CANARY + "]}",
                "k3s_installer_opts: --disable traefik --" + option + "=" + CANARY + " --debug",
                "k3s_installer_opts: --" + option + " \"" + CANARY + "\"",
                "k3s_agent_extra_opts: ['--" + option + " " + CANARY + "']")) {
            assertThat(shown(variable)).as(variable).doesNotContain(CANARY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ansible_password: ",
                "ansible_ssh_pass: ",
                "ansible_ssh_password: ",
                "ansible_become_password: ",
                "ansible_become_pass: ",
                "ansible_sudo_pass: ",
                "k3s_token: ",
                "k3s_env: {AWS_SECRET_ACCESS_KEY: cAnAry-51}",
                "k3s_env: {REGISTRY_PASSWORD: cAnAry-51}",
                "k3s_registries: {configs: {r.example: {auth: {username: kim, password: cAnAry-51}}}}",
                "k3s_registries: {configs: {r.example: {auth: {auth: cAnAry-51}}}}",
                "k3s_registries: {configs: {r.example: {auth: {identity_token: cAnAry-51}}}}",
                "k3s_addon_values: {app: {adminPassword: cAnAry-51, db: {users: [{password: cAnAry-51}]}}}",
                "api_key: ",
            })
    void eachVariableThatHoldsASecretIsKnown(String variable) {
        String line = variable.endsWith(": ") ? variable + CANARY : variable;
        assertThat(line).contains(CANARY);

        assertThat(shown(line)).doesNotContain(CANARY);
    }

    /** Who put it there has said that it is a secret; a whole file of them names them so. */
    @Test
    void whatIsInTheVaultIsKnownWhateverItIsCalled() throws IOException {
        Path resources = Path.of("src/test/resources/secrets/group_vars/all");
        for (String file : List.of("words.yml", "vault.yml")) {
            new Site(folder).file("group_vars/all/" + file, Files.readString(resources.resolve(file)));
        }
        InventoryOptions options =
                new InventoryOptions(folder, folder, Map.of(), List.of(new VaultSecret("default", "cAnAry10vaultkey")));
        Files.writeString(folder.resolve("inv.yml"), "k3s_master: {hosts: {one: {}}}");
        Inventory inventory = Inventory.load(List.of("inv.yml"), List.of(), options);
        assertThat(inventory.hosts().get(0).vaulted()).containsExactly("cAnAry11course");

        assertThat(Redaction.of(SecretVariables.of(inventory))
                        .apply("cAnAry11course, cAnAry12registry and cAnAry13manifest"))
                .isEqualTo("•••, ••• and •••");
    }

    /** All that is masked everywhere makes a log hard to read. */
    @Test
    void whatIsNoSecretStaysToBeRead() {
        assertThat(shown("k3s_config: {token-file: /etc/" + CANARY + ", etcd-s3-bucket: " + CANARY + "}"))
                .contains(CANARY);
    }

    /** A view's text with the value in it, as a command or a diff may have it. */
    private String shown(String variable) {
        return Redaction.of(SecretVariables.of(inventory(variable))).apply("a command with «" + CANARY + "»");
    }

    private Inventory inventory(String variable) {
        return new Site(folder).inventory("k3s_master: {hosts: {one: {}}, vars: {" + variable + "}}");
    }

    @Test
    void aPasswordInAUrlIsKnownByItsShape() {
        String url = "mysql://kine:" + CANARY + "@tcp(db:3306)/kine";

        assertThat(Redaction.of(SecretVariables.of(inventory("k3s_datastore_endpoint: '" + url + "'")))
                        .apply("--datastore-endpoint " + url))
                .doesNotContain(CANARY);
    }
}
