package dev.k3sdeploy.remote.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Whether a machine's key is the one it should be. One object for one attempt to connect. */
final class HostKeyCheck implements HostKeyVerifier {
    private static final long HOST_CERTIFICATE = 2;

    private final SshEndpoint endpoint;
    private final String host;
    private final String name;
    private final Map<Path, List<KnownHost>> knownByFile;
    private final List<KnownHost> known = new ArrayList<>();
    private @Nullable HostKeyException refusal;

    /** Reads the known_hosts files anew, because another attempt or another run may have added to them. */
    HostKeyCheck(SshEndpoint endpoint) throws IOException {
        this.endpoint = endpoint;
        this.host = endpoint.hostKeys().alias().orElse(endpoint.host());
        this.name = endpoint.knownAs();
        this.knownByFile = endpoint.hostKeys().known(name);
        knownByFile.values().forEach(known::addAll);
    }

    /** Why {@link #verify} said no; null while it has not. */
    synchronized @Nullable HostKeyException refusal() {
        return refusal;
    }

    /**
     * The algorithms of the keys that are known, to be asked for first: a machine that shows another of its keys would
     * look like a new one. An RSA key is known as ssh-rsa and proven with rsa-sha2, which sshj does not connect.
     */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return known.stream()
                .flatMap(host -> switch (host.marker()) {
                    case NONE ->
                        host.type().equals("ssh-rsa")
                                ? Stream.of("rsa-sha2-512", "rsa-sha2-256")
                                : Stream.of(host.type());
                    case CERT_AUTHORITY -> certificateAlgorithms();
                    case REVOKED -> Stream.empty();
                })
                .distinct()
                .toList();
    }

    private static Stream<String> certificateAlgorithms() {
        return Algorithms.current().getKeyAlgorithms().stream()
                .map(Factory.Named::getName)
                .filter(name -> name.endsWith("-cert-v01@openssh.com"));
    }

    @Override
    public synchronized boolean verify(String hostname, int port, PublicKey key) {
        try {
            refusal = problem(key);
        } catch (HostKeyException e) {
            refusal = e;
        }
        return refusal == null;
    }

    /** A certificate that nobody vouches for leaves the key in it to be judged as a plain one, as OpenSSH does. */
    private @Nullable HostKeyException problem(PublicKey shown) {
        if (!(shown instanceof Certificate<?> certificate)) {
            return problem(KeyType.fromKey(shown).toString(), encoded(shown));
        }
        String authority = Base64.getEncoder().encodeToString(certificate.getSignatureKey());
        if (isKnown(KnownHost.Marker.REVOKED, authority)) {
            return revoked(authority);
        }
        String key = encoded(certificate.getKey());
        if (isKnown(KnownHost.Marker.REVOKED, key) || !isKnown(KnownHost.Marker.CERT_AUTHORITY, authority)) {
            return problem(KeyType.fromKey(certificate.getKey()).toString(), key);
        }
        String flaw = flaw(certificate);
        return flaw == null ? null : invalid(flaw);
    }

    private @Nullable String flaw(Certificate<?> certificate) {
        if (certificate.getType() != HOST_CERTIFICATE) {
            return "it is a user's";
        }
        try {
            byte[] bytes = new Buffer.PlainBuffer().putPublicKey(certificate).getCompactData();
            return KeyType.CertUtils.verifyHostCertificate(bytes, certificate, host);
        } catch (Buffer.BufferException | SSHRuntimeException e) {
            return Causes.innermost(e);
        }
    }

    @Nullable
    HostKeyException problem(String type, String key) {
        if (isKnown(KnownHost.Marker.REVOKED, key)) {
            return revoked(key);
        }
        if (isKnown(KnownHost.Marker.NONE, key) || endpoint.hostKeys().policy() == HostKeys.Policy.NO) {
            return null;
        }
        List<KnownHost> plain = known.stream()
                .filter(host -> host.marker() == KnownHost.Marker.NONE)
                .toList();
        if (!plain.isEmpty()) {
            return changed(plain, type, key);
        }
        if (endpoint.hostKeys().policy() == HostKeys.Policy.ACCEPT_NEW) {
            remember(endpoint, new KnownHost(KnownHost.Marker.NONE, name, type, key));
            return null;
        }
        return unknown(type, key);
    }

    private boolean isKnown(KnownHost.Marker marker, String key) {
        return known.stream()
                .anyMatch(host -> host.marker() == marker && host.key().equals(key));
    }

    /**
     * Adds a key to k3sdeploy's own file.
     *
     * @throws HostKeyException when it cannot: who does not remember a key does not notice when it changes
     */
    static void remember(SshEndpoint endpoint, KnownHost line) {
        try {
            new KnownHostsFile(endpoint.hostKeys().own()).add(line);
        } catch (IOException e) {
            throw HostKeyException.unwritable(endpoint.hostKeys().own(), e);
        }
    }

    private static String encoded(PublicKey key) {
        byte[] bytes = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        return Base64.getEncoder().encodeToString(bytes);
    }

    private HostKeyException revoked(String key) {
        return new HostKeyException(
                Message.of("host-key.revoked", endpoint, Fingerprint.of(key)), Message.of("host-key.revoked.next"));
    }

    private HostKeyException invalid(String flaw) {
        return new HostKeyException(
                Message.of("host-key.certificate", endpoint, flaw), Message.of("host-key.certificate.next"));
    }

    private HostKeyException changed(List<KnownHost> known, String type, String key) {
        KnownHost expected = known.stream()
                .filter(host -> host.type().equals(type))
                .findFirst()
                .orElse(known.get(0));
        return new HostKeyException(
                Message.of(
                        "host-key.changed",
                        endpoint,
                        expected.type() + " " + Fingerprint.of(expected.key()),
                        type + " " + Fingerprint.of(key),
                        Message.list(filesWith(line -> line.key().equals(expected.key()))
                                .map(Path::toString)
                                .toList())),
                Message.of(
                        "host-key.changed.next",
                        filesWith(line -> true).map(endpoint::commandToForget).collect(Collectors.joining("; "))));
    }

    /** Those that know the machine by such a key: each of them has to forget it. */
    private Stream<Path> filesWith(Predicate<KnownHost> which) {
        return knownByFile.entrySet().stream()
                .filter(file -> file.getValue().stream()
                        .anyMatch(line -> line.marker() == KnownHost.Marker.NONE && which.test(line)))
                .map(Map.Entry::getKey);
    }

    private HostKeyException unknown(String type, String key) {
        return new HostKeyException.Unknown(
                new KnownHost(KnownHost.Marker.NONE, name, type, key),
                Message.of("host-key.unknown", endpoint, type + " " + Fingerprint.of(key)),
                Message.of("host-key.unknown.next"));
    }
}
