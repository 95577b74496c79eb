package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
    private final Masking masking = new Masking();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: CANARY",
                "    ansible_become_password: 'CANARY'",
                "- password: \"CANARY\"",
                "\"identitytoken\": \"CANARY\",",
                "K3S_TOKEN=CANARY",
                "Environment=\"AWS_SECRET_ACCESS_KEY=CANARY\"",
                "export RESTIC_PASSWORD=CANARY",
                "datastore-endpoint: mysql://kine:CANARY@tcp(db:3306)/kine",
                "http_proxy: http://kim:CANARY@proxy:3128/",
                "k3s server --token CANARY --disable traefik",
                "msg=\"started with --agent-token=CANARY\"",
                "Authorization: Bearer CANARY",
                "error: token K10aabbccddeeff00112233::server:CANARY is not valid",
                "pw=CANARY",
                "registry_pass: CANARY",
                "client-key-data: CANARY",
            })
    void aSecretUnderATellingNameIsTakenOut(String line) {
        assertThat(masking.mask("before\n" + line + "\nafter"))
                .doesNotContain("CANARY")
                .contains("•••", "before\n", "\nafter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node-ip: 192.168.50.201",
                "ansible_ssh_private_key_file: /home/kim/.ssh/id_ed25519",
                "write-kubeconfig-mode: \"0600\"",
                "passthrough: 1",
                "a line about tokens and passwords in general",
                "https://192.168.50.201:6443",
                "k3s_token:",
            })
    void whatIsNoSecretStays(String line) {
        assertThat(masking.mask(line + "\nafter")).isEqualTo(line + "\nafter");
    }

    @Test
    void whatIsIndentedBelowASecretNameBelongsToIt() {
        assertThat(masking.mask("a: 1\npassword: |\n  CANARY\n\n  CANARY\nb: 2\nauth:\n  username: CANARY\nc: 3"))
                .isEqualTo("a: 1\npassword: •••\nb: 2\nauth: •••\nc: 3");
    }

    @Test
    void aKeyIsTakenOutWhole() {
        assertThat(masking.mask("x\n-----BEGIN EC PRIVATE KEY-----\nCANARY\n-----END EC PRIVATE KEY-----\ny"))
                .isEqualTo("x\n•••\ny");
        assertThat(masking.mask("-----BEGIN PRIVATE KEY-----\nCANARY")).isEqualTo("•••");
    }

    @Test
    void aSecretThatIsKnownIsTakenOutUnderAnyName() {
        masking.learn("CANARY-1");
        masking.learnFrom("registry:\n  password: 'CANARY-2'\n  url: https://kim:CANARY-3@r/\n");
        assertThat(masking.mask("the words were CANARY-1, CANARY-2 and CANARY-3."))
                .isEqualTo("the words were •••, ••• and •••.");
    }

    @Test
    void shortAndUsualWordsAreNoSecretsElsewhere() {
        masking.learnFrom("password: true\ntoken: 123\nsecret: /etc/file\npw: ab");
        assertThat(masking.mask("true 123 /etc/file ab")).isEqualTo("true 123 /etc/file ab");
    }
}
