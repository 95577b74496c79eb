package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A release server over TLS, a second server that it redirects files to, a cache, and a client that trusts both. */
final class ReleaseFixture implements AutoCloseable {
    static final K3sVersion VERSION = K3sVersion.parse("v1.33.5+k3s1");
    static final String FOLDER = "/download/v1.33.5%2Bk3s1/";
    static final String SUMS = FOLDER + "sha256sum-amd64.txt";
    static final String BINARY = FOLDER + "k3s";
    static final String CHANNELS = "/channels";
    private static final TestCertificate CERTIFICATE = TestCertificate.create();

    final TestServer server = TestServer.https(CERTIFICATE);
    final TestServer storage = TestServer.https(CERTIFICATE);
    final byte[] k3s = new byte[300_000];
    final Path cache;
    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<Long> received = new CopyOnWriteArrayList<>();
    ReleaseSource source = ReleaseSource.of(server.url() + CHANNELS, server.url() + "/download");
    ProxySettings proxy = ProxySettings.NONE;
    Duration idle = Duration.ofSeconds(10);
    Duration total = Duration.ofSeconds(20);

    ReleaseFixture(Path cache) {
        this.cache = cache;
        new Random(1).nextBytes(k3s);
        server.on(SUMS, TestAnswer.text(sums(k3s)));
        server.on(BINARY, TestAnswer.redirect(storage.url() + "/k3s?signature=secret"));
        storage.on("/k3s", TestAnswer.bytes(k3s));
    }

    /** As K3S writes it: archives and the other architectures' names beside the binary. */
    static String sums(byte[] k3s) {
        String other = "0".repeat(64);
        return other + "  k3s-airgap-images-amd64.tar\n" + other + "  k3s-arm64\n" + sha256(k3s) + "  k3s\n" + other
                + "  not-k3s\n";
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Releases releases() {
        return releases(Optional.of(CERTIFICATE));
    }

    Releases untrusting() {
        return releases(Optional.empty());
    }

    private Releases releases(Optional<TestCertificate> trusted) {
        HttpSettings.Patience patience =
                new HttpSettings.Patience(Duration.ofSeconds(5), idle, total, List.of(Duration.ZERO, Duration.ZERO));
        HttpSettings http = new HttpSettings(proxy, trusted.map(TestCertificate::client), patience);
        return new Releases(source, cache, http, new DownloadProgress() {
            @Override
            public void downloaded(String file, long done, long total) {
                received.add(done);
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }
        });
    }

    Binary binary() {
        return releases().binary(VERSION, Architecture.AMD64);
    }

    Path cachedBinary() {
        return cache.resolve("releases/v1.33.5+k3s1/amd64/k3s");
    }

    /** Relative names of all files in the cache but the locks. */
    List<String> files() {
        try (Stream<Path> all = Files.walk(cache)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(FolderLock.FILE))
                    .map(file -> cache.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
