package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks ssh for Kerberos and has no ticket: what a refused login needs to know. */
class MissingTicketTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private boolean lacksTicket(Map<String, String> environment, String configuration) {
        Plan plan = new Site(folder, environment)
                .file(".ssh/config", configuration)
                .plan("k3s_master: {hosts: {box-1: {ansible_host: 192.0.2.7}}}");
        return Objects.requireNonNull(plan.connections().get(new Target("box-1")))
                .endpoint()
                .login()
                .lacksTicket();
    }

    @Test
    void itIsMissedWhereKerberosIsAskedFor() {
        assertThat(lacksTicket(Map.of(), "GSSAPIAuthentication yes\n")).isTrue();
        assertThat(lacksTicket(Map.of(), "GSSAPIAuthentication no\n")).isFalse();
    }

    @Test
    void notWhereThereIsOne() {
        assertThat(lacksTicket(Map.of("KRB5CCNAME", "KCM:"), "GSSAPIAuthentication yes\n"))
                .isFalse();
    }
}
