package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A certificate of K3S's on a machine.
 *
 * @param file below {@code /var/lib/rancher/k3s}
 * @param authority whether it signs others; K3S does not renew those
 * @param ends the first moment at which it does not hold any more
 */
public record Certificate(String file, boolean authority, Instant ends) {
    /** K3S renews, when it starts, what has fewer days left; from 2025 on it does so at 120. */
    static final Duration SOON = Duration.ofDays(90);

    private static final String MARK = "== ";

    private static final Command FILES = Command.script("""
            cd /var/lib/rancher/k3s 2>/dev/null || exit 0
            for file in server/tls/*.crt server/tls/etcd/*.crt agent/*.crt; do
              if [ -f "$file" ]; then echo "== $file"; cat "$file"; fi
            done
            """);

    /**
     * All of a machine, those that end first before the others; needs no openssl there.
     *
     * @param host with K3S on it
     * @return empty where it has none yet
     */
    public static List<Certificate> on(Probe host) {
        List<Certificate> found = new ArrayList<>();
        for (String part : host.ask(FILES).out().text().split("(?m)^" + MARK, -1)) {
            int line = part.indexOf('\n');
            if (line > 0 && part.contains("-----BEGIN CERTIFICATE-----")) {
                found.add(read(part.substring(0, line), part.substring(line + 1)));
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(Certificate::ends).thenComparing(Certificate::file))
                .toList();
    }

    /** Of several in a file the first is the file's own; those that signed it follow. */
    static Certificate read(String file, String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return new Certificate(
                    file,
                    certificate.getBasicConstraints() >= 0,
                    certificate.getNotAfter().toInstant());
        } catch (CertificateException e) {
            return new Certificate(file + " (unreadable)", false, Instant.EPOCH);
        }
    }

    /**
     * {@return whole days until it ends, less than 0 when it has ended}
     *
     * @param now the time to count from
     */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, ends).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /**
     * {@return whether somebody should see to it}
     *
     * @param now the time to count from
     */
    public boolean endsSoon(Instant now) {
        return ends.isBefore(now.plus(SOON));
    }
}
