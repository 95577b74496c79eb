package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.artifact.Binary.Origin;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    private static final String FILES = "/v1.33.5%2Bk3s1/";

    @TempDir
    Path cache;

    private ReleaseFixture at;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(cache);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    /** The host's name means nothing here: only the proxy can know it. */
    @Test
    void tlsGoesThroughAProxyUnopened() {
        try (PortForward proxy = PortForward.connectProxy(at.server.port())) {
            at.proxy = ProxySettings.of(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()));
            at.source = ReleaseSource.of(
                    "https://" + TestCertificate.PROXIED_HOST, "https://" + TestCertificate.PROXIED_HOST + "/download");
            at.server.on(ReleaseFixture.BINARY, TestAnswer.bytes(at.k3s));

            assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
            assertThat(proxy.connects())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("CONNECT releases.example:443 "));
        }
    }

    @Test
    void anOpenConnectionGoesThroughAProxyThatWantsAPassword() {
        try (TestServer proxy = TestServer.http()) {
            proxy.on(FILES + "sha256sum-amd64.txt", wantsLogin(TestAnswer.text(ReleaseFixture.sums(at.k3s))));
            proxy.on(FILES + "k3s", wantsLogin(TestAnswer.bytes(at.k3s)));
            at.proxy = ProxySettings.of(Map.of("http_proxy", "http://student:pa%20ss@localhost:" + proxy.port()));
            at.source = ReleaseSource.of("http://mirror.example", "http://mirror.example");

            assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
        }
    }

    @Test
    void aProxyThatWantsAPasswordAndGetsNoneIsTold() {
        try (TestServer proxy = TestServer.http()) {
            proxy.on(FILES + "sha256sum-amd64.txt", TestAnswer.status(407));
            at.proxy = ProxySettings.of(Map.of("http_proxy", "localhost:" + proxy.port()));
            at.source = ReleaseSource.of("http://mirror.example", "http://mirror.example");

            assertThatThrownBy(at::binary)
                    .isInstanceOf(K3sDeployException.class)
                    .isNotInstanceOf(ReleaseUnreachableException.class)
                    .hasMessageContaining("The proxy wants a name and a password");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() {
        at.proxy = ProxySettings.of(Map.of("https_proxy", "http://proxy.invalid:3128"));
        at.source = ReleaseSource.OFFICIAL;

        assertThatThrownBy(() -> at.releases().binary(VERSION, Architecture.AMD64))
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("the proxy proxy.invalid:3128: the name cannot be resolved");
    }

    /** It takes connections, and whatever it is asked, nothing comes. */
    @Test
    void aProxyThatHangsIsGivenUpAndNamed() throws IOException {
        at.idle = Duration.ofMillis(300);
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            at.proxy = ProxySettings.of(Map.of("https_proxy", "http://127.0.0.1:" + proxy.getLocalPort()));
            at.source = ReleaseSource.OFFICIAL;

            assertThatThrownBy(() -> at.releases().binary(VERSION, Architecture.AMD64))
                    .isInstanceOf(ReleaseUnreachableException.class)
                    .hasMessageContaining("the proxy 127.0.0.1:" + proxy.getLocalPort());
            assertThat(at.files()).isEmpty();
        }
    }

    /** It answers, and in the middle of the file nothing more comes. */
    @Test
    void aProxyThatHangsInTheMiddleIsLeftAndAskedAgain() {
        at.idle = Duration.ofMillis(300);
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer proxy = TestServer.http()) {
            proxy.on(FILES + "sha256sum-amd64.txt", TestAnswer.text(ReleaseFixture.sums(at.k3s)));
            proxy.on(FILES + "k3s", TestAnswer.stall(at.k3s, 100_000, end), TestAnswer.bytes(at.k3s));
            at.proxy = ProxySettings.of(Map.of("http_proxy", "localhost:" + proxy.port()));
            at.source = ReleaseSource.of("http://mirror.example", "http://mirror.example");

            assertThat(at.binary().origin()).isEqualTo(Origin.DOWNLOADED);
            assertThat(at.notes).anyMatch(note -> note.contains("has stopped answering"));
            end.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/x, proxy.school:3128",
        "http://mirror.example/x, other.school:80",
        "https://localhost/x, ",
        "https://git.school.example/x, ",
        "https://school.example/x, ",
        "https://notschool.example/x, proxy.school:3128",
        "https://MIRROR.intern/x, "
    })
    void theEnvironmentTellsWhoIsReachedThroughWhat(String address, String proxy) {
        ProxySettings settings = ProxySettings.of(Map.of(
                "HTTPS_PROXY", "http://wrong:1",
                "https_proxy", "http://proxy.school:3128",
                "HTTP_PROXY", "other.school",
                "NO_PROXY", ".school.example, mirror.intern"));

        Proxy way = settings.proxyFor(URI.create(address));

        assertThat(way.address() == null ? null : way.address().toString().replace("/<unresolved>", ""))
                .isEqualTo(proxy);
    }

    @Test
    void aStarMeansNoProxyAtAll() {
        ProxySettings settings = ProxySettings.of(Map.of("ALL_PROXY", "http://proxy:1", "no_proxy", "*"));

        assertThat(settings.proxyFor(URI.create("https://github.com"))).isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://me:hunter2@proxy:1080", "http://me:hunter2@", "http://me:hunter2@a b"})
    void aProxyThatCannotBeUsedIsToldWithoutItsPassword(String text) {
        assertThatThrownBy(() -> ProxySettings.of(Map.of("https_proxy", text)))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void settingsAreShownWithoutPasswords() {
        assertThat(ProxySettings.of(Map.of("https_proxy", "http://me:hunter2@proxy:3128"))
                        .toString())
                .contains("proxy:3128")
                .doesNotContain("hunter2");
    }

    private static TestAnswer wantsLogin(TestAnswer inside) {
        return exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if ("Basic c3R1ZGVudDpwYSBzcw==".equals(login)) { // student:pa ss
                inside.send(exchange);
            } else {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"school\"");
                exchange.sendResponseHeaders(407, -1);
            }
        };
    }
}
