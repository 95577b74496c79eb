package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets in texts that are shown. */
class RedactionTest {
    private static final String CA = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "joins with K10" + CA + "::server:abc.def now ~ joins with ••• now",
                "K3S_TOKEN=abc123 k3s agent ~ K3S_TOKEN=••• k3s agent",
                "K3S_TOKEN='a b' X=1 ~ K3S_TOKEN=••• X=1",
                "mysql://root:pw@10.0.0.1/k3s ~ mysql://root:•••@10.0.0.1/k3s",
                "password: x ~ password: •••",
                "    client-key-data: LS0tLS1C ~ client-key-data: •••",
                "+agent-token: new ~ +agent-token: •••",
                "- token: abc ~ - token: •••",
                "etcd-s3-secret-key: abc ~ etcd-s3-secret-key: •••",
                "AWS_SECRET_ACCESS_KEY=abc k3s ~ AWS_SECRET_ACCESS_KEY=••• k3s",
                "token=$(cat /x) ~ token=$(cat /x)",
                "the server has no token yet ~ the server has no token yet",
                "Wait for the node token: 3 s ~ Wait for the node token: 3 s",
                "password_file: /etc/x ~ password_file: /etc/x",
                "https://10.0.0.1:6443/readyz ~ https://10.0.0.1:6443/readyz"
            })
    void whatLooksLikeASecretIsHidden(String text, String shown) {
        assertThat(Redaction.ofPatterns().apply(text).strip()).isEqualTo(shown);
    }

    @Test
    void privateKeysAreHiddenAlsoWhenTheirEndIsMissing() {
        String key = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n";
        assertThat(Redaction.ofPatterns().apply("a\n" + key + "-----END EC PRIVATE KEY-----\nb"))
                .isEqualTo("a\n•••\nb");
        assertThat(Redaction.ofPatterns().apply("a\n" + key)).isEqualTo("a\n•••");
    }

    @Test
    void knownSecretsAreHiddenWhereTheyAreWords() {
        Redaction redaction = Redaction.of(List.of(Secret.of("hunter2"), Secret.of("a-long-secret-of-mine")));

        assertThat(redaction.apply("hunter2 is 'hunter2', a-long-secret-of-mineXYZ"))
                .isEqualTo("••• is '•••', •••XYZ");
        assertThat(redaction.apply("hunter2000 and my-hunter2")).isEqualTo("hunter2000 and my-hunter2");
    }

    @Test
    void aSecretThatHoldsAnotherIsHiddenAsAWhole() {
        assertThat(Redaction.of(List.of(Secret.of("hunter2"), Secret.of("hunter2 and more")))
                        .apply("hunter2 and more"))
                .isEqualTo("•••");
    }

    @Test
    void whatIsTooShortToBeToldFromOrdinaryWordsIsLeft() {
        assertThat(Redaction.of(List.of(Secret.of("k3s"), Secret.of(""))).apply("Install k3s"))
                .isEqualTo("Install k3s");
    }

    @Test
    void noTerminalObeysAMachine() {
        assertThat(Redaction.ofPatterns().apply("a\u001b[2Jb\u001b]0;title\u0007c\rd\u0008e\tf\ng\u009bh"))
                .isEqualTo("abcde\tf\ngh");
    }
}
