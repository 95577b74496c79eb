package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** When a machine's certificates end. */
class CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    @Test
    void thoseThatEndFirstComeFirstAndOfAChainTheFirstCounts() throws Exception {
        Instant admin = Instant.parse("2027-01-01T12:00:00Z");
        Instant authority = Instant.parse("2035-01-01T00:00:00Z");
        List<Certificate> found = read("== server/tls/server-ca.crt\n" + pem(true, authority)
                + "== server/tls/client-admin.crt\n" + pem(false, admin) + pem(true, authority));

        assertThat(found)
                .containsExactly(
                        new Certificate("server/tls/client-admin.crt", false, admin),
                        new Certificate("server/tls/server-ca.crt", true, authority));
    }

    @Test
    void whatIsNoCertificateIsToldAsUnreadable() {
        assertThat(read("== agent/x.crt\n-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n"))
                .singleElement()
                .satisfies(one -> assertThat(one.file()).isEqualTo("agent/x.crt (unreadable)"));
        assertThat(read("")).isEmpty();
        assertThat(read("== agent/key-only.crt\n")).isEmpty();
    }

    @Test
    void daysAreWholeOnesAndTheWarningBeginsAtNinety() {
        assertThat(inDays(90).endsSoon(NOW)).isFalse();
        assertThat(inDays(89).endsSoon(NOW)).isTrue();
        assertThat(inDays(89).daysLeft(NOW)).isEqualTo(89);
        assertThat(new Certificate("x", false, NOW.plusSeconds(60)).daysLeft(NOW))
                .isZero();
        assertThat(new Certificate("x", false, NOW.minusSeconds(60)).daysLeft(NOW))
                .isEqualTo(-1);
    }

    private static Certificate inDays(int days) {
        return new Certificate("x", false, NOW.plus(Duration.ofDays(days)));
    }

    private static List<Certificate> read(String printed) {
        ScriptedSession host = new ScriptedSession();
        host.onPart("server/tls/*.crt").says(printed);
        return TaskTrial.on(host).ask(Certificate::on);
    }

    static String pem(boolean authority, Instant ends) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=k3s");
        byte[] der = new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, Date.from(NOW), Date.from(ends), name, keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
