package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A different secret in each kind of place that may have one, none of them a part of another word. */
final class Canaries {
    /** Which all begin with, so that one search finds any of them. */
    static final String ANY = "cAnAry";

    /** By what they are. Those of the vault are in src/test/resources/secrets, encrypted with its password. */
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("the passphrase of a key", "cAnAry01passphrase"),
            Map.entry("the password of sudo", "cAnAry02sudoword"),
            Map.entry("the password of a login", "cAnAry03loginword"),
            Map.entry("the password of su", "cAnAry04suroot"),
            Map.entry("the token", "cAnAry05token"),
            Map.entry("the agents' token", "cAnAry06agents"),
            Map.entry("a key of S3", "cAnAry07access"),
            Map.entry("another key of S3", "cAnAry08secret"),
            Map.entry("a key in a text of flags", "cAnAry09joinkey"),
            Map.entry("the password of the vault", "cAnAry10vaultkey"),
            Map.entry("a vaulted word with a name like any other", "cAnAry11course"),
            Map.entry("a registry's password, of a vaulted file", "cAnAry12registry"),
            Map.entry("a word in a manifest, of a vaulted file", "cAnAry13manifest"),
            Map.entry("a registry's login in one text", "cAnAry14auth"),
            Map.entry("a registry's token", "cAnAry15identity"),
            Map.entry("the key in a file for a registry", "cAnAry16keyfile"),
            Map.entry("the password in a proxy's URL", "cAnAry17proxy"),
            Map.entry("a password in the environment", "cAnAry18environment"),
            Map.entry("the password in a database's URL", "cAnAry19database"));

    /** They open doors, and are kept behind none. */
    private static final List<String> IN_NO_FILE_OF_A_MACHINE = List.of(
            "the passphrase of a key",
            "the password of sudo",
            "the password of a login",
            "the password of su",
            "the password of the vault");

    private Canaries() {}

    static String of(String what) {
        return Objects.requireNonNull(ALL.get(what), what);
    }

    /** Those that a server keeps in files, by what they are. */
    static List<String> ofAServersFiles() {
        return ALL.keySet().stream()
                .filter(what -> !IN_NO_FILE_OF_A_MACHINE.contains(what))
                .sorted()
                .toList();
    }

    /** Those of them that a text holds, by what they are. */
    static List<String> in(String text) {
        return ALL.entrySet().stream()
                .filter(one -> text.contains(one.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** What the inventory names and what lies beside it. */
    static void writeFiles(Path work) {
        Path resources = Lab.repository().resolve("src/test/resources/secrets");
        try (Stream<Path> all = Files.walk(resources)) {
            for (Path from : all.filter(Files::isRegularFile).toList()) {
                Path to = work.resolve(resources.relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
            Files.writeString(work.resolve("vault-password"), of("the password of the vault") + "\n");
            Files.writeString(
                    work.resolve("registry.key"),
                    "-----BEGIN PRIVATE KEY-----\n" + of("the key in a file for a registry")
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a secret wherever a variable may have one. */
    static LabInventory inventory(LabHosts lab, Path key) {
        LabHost agent = lab.agents().get(0);
        return lab.inventory()
                .with("ansible_user", "operator")
                .unset("ansible_ssh_private_key_file")
                .with(lab.server(), "ansible_ssh_private_key_file", key.toString())
                .with(lab.server(), "ansible_become_password", of("the password of sudo"))
                .with(agent, "ansible_password", of("the password of a login"))
                .with(agent, "ansible_become_method", "su")
                .with(agent, "ansible_become_password", of("the password of su"))
                .with("k3s_token", of("the token"))
                .with("k3s_server_config", serverConfig())
                .with("k3s_config", Map.of("kubelet-arg", List.of("node-labels=word={{ course_word }}")))
                .with(
                        "k3s_installer_opts",
                        "--vpn-auth \"name=tailscale,joinKey=" + of("a key in a text of flags") + "\"")
                .with("k3s_env", environment())
                .with("k3s_registries", registries())
                .with(
                        "k3s_datastore_endpoint",
                        "mysql://kine:" + of("the password in a database's URL") + "@tcp(db:3306)/k")
                .with("k3s_manifests", List.of("word.yml.j2"));
    }

    private static Map<String, Object> serverConfig() {
        return Map.of(
                "agent-token", of("the agents' token"),
                "etcd-s3-access-key", of("a key of S3"),
                "etcd-s3-secret-key", of("another key of S3"));
    }

    private static Map<String, Object> environment() {
        return Map.of(
                "FTP_PROXY",
                "http://kim:" + of("the password in a proxy's URL") + "@192.0.2.9:3128",
                "HARBOR_PASSWORD",
                of("a password in the environment"));
    }

    private static Map<String, Object> registries() {
        Map<String, Object> configs = new TreeMap<>();
        configs.put("one.example", Map.of("auth", Map.of("username", "kim", "password", "{{ vault_registry_word }}")));
        configs.put("two.example", Map.of("auth", Map.of("auth", of("a registry's login in one text"))));
        configs.put(
                "three.example",
                Map.of(
                        "auth",
                        Map.of("identity_token", of("a registry's token")),
                        "tls",
                        Map.of("key_file", "registry.key", "cert_file", "registry.key")));
        return Map.of("configs", configs);
    }
}
