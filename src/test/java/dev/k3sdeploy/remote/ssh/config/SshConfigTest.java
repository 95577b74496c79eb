package dev.k3sdeploy.remote.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SshConfigTest {
    private static final Path HOME = Path.of(System.getProperty("user.home"));
    private static final Asker ME = new Asker(System.getProperty("user.name"), HOME, Map.of("AGENT", "/run/mine"));

    @TempDir
    private static Path folder;

    /** A file and a host to ask it for. */
    record Case(String title, String text, String host) {
        @Override
        public String toString() {
            return title + ": " + host;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream stream = Objects.requireNonNull(SshConfigTest.class.getResourceAsStream("cases.txt"))) {
            return Stream.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^=== ", -1))
                    .skip(1)
                    .flatMap(text -> {
                        String[] head = text.lines().findFirst().orElseThrow().split(" \\| ", -1);
                        String body = text.substring(text.indexOf('\n') + 1);
                        return Stream.of(head[1].split(" ", -1)).map(host -> new Case(head[0], body, host));
                    });
        }
    }

    @BeforeAll
    static void writeIncludedFiles() throws IOException {
        Files.writeString(folder.resolve("one.inc"), "Host *\n  Port 2201\n");
        Files.writeString(folder.resolve("two.inc"), "User two\nHost box-3\n  Port 2203\n");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weReadWhatSshReads(Case asked) throws IOException, InterruptedException {
        Path file = Files.writeString(
                Files.createTempFile(folder, "config", ""), asked.text().replace("FOLDER", folder.toString()));
        assertThat(ours(SshConfig.only(file, ME).of(asked.host()))).isEqualTo(theirs(file, asked.host()));
    }

    @Test
    void thereAreFortyFiles() throws IOException {
        assertThat(cases().map(Case::title).distinct()).hasSizeGreaterThanOrEqualTo(40);
    }

    /** In the words of {@code ssh -G}, with its defaults where nothing was set. */
    private static Map<String, String> ours(HostOptions options) {
        Map<String, String> values = new TreeMap<>();
        values.put("hostname", options.hostName().toLowerCase(java.util.Locale.ROOT));
        values.put("port", number(options.port(), 22));
        values.put("user", options.user().orElse(ME.user()));
        values.put("identityfile", paths(options.identityFiles()));
        values.put("identitiesonly", options.identitiesOnly() ? "yes" : "no");
        values.put(
                "identityagent",
                options.identityAgent()
                        .map(agent -> agent.isEmpty() ? "none" : agent)
                        .orElse(""));
        values.put("proxyjump", hops(options.proxyJump()));
        values.put("proxycommand", options.command().orElse(""));
        values.put(
                "stricthostkeychecking",
                options.strictHostKeyChecking().map(SshConfigTest::word).orElse("ask"));
        values.put("hostkeyalias", options.hostKeyAlias().orElse(""));
        values.put(
                "userknownhostsfile",
                options.userKnownHostsFiles().map(SshConfigTest::paths).orElse(""));
        values.put(
                "globalknownhostsfile",
                options.globalKnownHostsFiles().map(SshConfigTest::paths).orElse(""));
        values.put("connecttimeout", number(options.connectTimeout(), 0));
        values.put("serveraliveinterval", number(options.serverAliveInterval(), 0));
        values.put("serveralivecountmax", number(options.serverAliveCountMax(), 3));
        return values;
    }

    private static Map<String, String> theirs(Path file, String host) throws IOException, InterruptedException {
        Map<String, List<String>> answer = ssh(file, host);
        Map<String, String> values = new TreeMap<>();
        for (String keyword : ours(SshConfig.only(Path.of("none"), ME).of(host)).keySet()) {
            values.put(keyword, String.join(" ", answer.getOrDefault(keyword, List.of())));
        }
        values.computeIfPresent(
                "identityfile", (key, all) -> all.contains("/id_ed25519_sk") ? "" : all.replace("~", HOME + ""));
        values.computeIfPresent("userknownhostsfile", (key, all) -> all.endsWith("/.ssh/known_hosts2") ? "" : all);
        values.computeIfPresent("globalknownhostsfile", (key, all) -> all.endsWith("ssh_known_hosts2") ? "" : all);
        values.computeIfPresent("identityagent", (key, agent) -> agent.equals("SSH_AUTH_SOCK") ? "" : agent);
        values.computeIfPresent("connecttimeout", (key, time) -> time.equals("none") ? "0" : time);
        values.computeIfPresent("stricthostkeychecking", (key, word) -> word(word));
        values.computeIfPresent(
                "proxyjump",
                (key, jump) -> jump.isEmpty() || jump.equals("none")
                        ? ""
                        : hops(Hop.parse(new Directive("proxyjump", List.of(jump), "ssh -G", 0))));
        values.computeIfPresent("proxycommand", (key, command) -> command.equals("none") ? "" : command);
        return values;
    }

    private static Map<String, List<String>> ssh(Path file, String host) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("ssh", "-G", "-F", file.toString(), host)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no ssh to compare with: " + e.getMessage());
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.groupingBy(
                        words -> words[0], Collectors.mapping(words -> words[1], Collectors.toList())));
    }

    private static String number(OptionalInt number, int otherwise) {
        return String.valueOf(number.orElse(otherwise));
    }

    private static String paths(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(" "));
    }

    private static String word(String word) {
        return switch (word) {
            case "yes", "true" -> "yes";
            case "no", "off", "false" -> "no";
            default -> word;
        };
    }

    private static String hops(List<Hop> hops) {
        return hops.stream()
                .map(hop -> hop.user().map(user -> user + "@").orElse("") + hop.name() + ":"
                        + hop.port().orElse(22))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/keys/%r@%h:%p/%n | /keys/admin@192.0.2.1:2201/box-1",
                "%d/keys/%u | HOME/keys/ME",
                "/a%%b/%k | /a%b/alias",
                "${AGENT}/x | /run/mine/x",
                "~/key | HOME/key",
            })
    void pathsMayHoldTokens(String written, String expected) throws IOException {
        Path file = Files.writeString(
                Files.createTempFile(folder, "config", ""),
                "HostName 192.0.2.1\nPort 2201\nUser admin\nHostKeyAlias alias\nIdentityFile " + written + "\n");
        assertThat(SshConfig.only(file, ME).of("box-1").identityFiles())
                .containsExactly(
                        Path.of(expected.replace("HOME", HOME.toString()).replace("ME", ME.user())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Port many | 2: ssh option port is «many», which is not a number from 1 to 65535",
                "User | 2: ssh option user has no value",
                "User \"open | 2: ssh option user has a quote that is not closed",
                "IdentitiesOnly perhaps | 2: ssh option identitiesonly is «perhaps», and must be one of yes, no",
                "ProxyJump a@b@c | 2: ssh option proxyjump is «a@b@c»; write [user@]host[:port]",
                "Match colour red | 2: ssh option match has the unknown criterion colour",
            })
    void whatIsWrongIsToldWithItsPlace(String line, String message) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "config", ""), "# one\n" + line + "\n");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SshConfig.only(file, ME).of("box-1").proxyJump())
                .satisfies(e -> assertThat(e.problems().get(0).toString()).contains(file + ":" + message));
    }

    @Test
    void whatIsPassedOverIsTold() throws IOException {
        Path file = Files.writeString(
                Files.createTempFile(folder, "config", ""),
                "Match exec \"true\"\n  Port 2201\nMatch all\n  Port 2202\n");
        SshConfig config = SshConfig.only(file, ME);
        assertThat(config.of("box-1").port()).hasValue(2202);
        assertThat(config.warnings().toString()).contains(file + ":1: «Match exec» is not evaluated");
    }

    @Test
    void theUsersFileComesBeforeTheSystems(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve(".ssh/config.d"));
        Files.writeString(home.resolve(".ssh/config"), "Include config.d/*\nUser mine\n");
        Files.writeString(home.resolve(".ssh/config.d/a"), "Port 2201\n");
        HostOptions options = SshConfig.usual(new Asker("me", home, Map.of())).of("box-1");
        assertThat(options.port()).hasValue(2201);
        assertThat(options.user()).hasValue("mine");
    }
}
