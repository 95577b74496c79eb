package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ErrorCatalogue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of the command line, of inventories, and of machines that are not there; see docs/errors.md. */
class CommandErrorsTest {
    private static final String ONE = "k3s_master: {hosts: {server-1: {ansible_host: 192.0.2.1}}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void shows(String id, String inventory, String... words) {
        Typed.file(folder, "inv.yml", inventory);
        Typed typed = Typed.in(folder, words);
        assertThat(typed.exitCode()).as(typed.out()).isNotZero();
        String text = typed.err().isBlank() ? typed.out() : typed.err();
        ErrorCatalogue.shows(id, new Shown(typed.exitCode(), text.replaceAll("(?s)\\nUsage: .*", "")));
    }

    @Test
    void whatIsTypedWrong() {
        shows("unknown-option", ONE, "up", "-i", "inv.yml", "--chek");
        shows("no-command", ONE);
        shows("unknown-check", ONE, "check", "-i", "inv.yml", "--skip-preflight", "clok");
        shows("host-key-policy", ONE, "ping", "-i", "inv.yml", "--host-key-checking", "maybe");
        shows("no-terminal", ONE, "down", "-i", "inv.yml");
        shows("limit-matches-nothing", ONE, "up", "-i", "inv.yml", "-l", "sever-1");
        shows("no-such-machine", ONE, "ssh", "-i", "inv.yml", "server-2");
        shows("no-such-group", ONE, "inventory", "-i", "inv.yml", "--graph", "agents");
    }

    @Test
    void whatIsWrongInAnInventory() {
        shows("inventory-missing", ONE, "up", "-i", "inventori.yml");
        shows("no-yaml", "all:\n  hosts:\n    a: {b: 1\n", "up", "-i", "inv.yml");
        shows("no-server", "all: {hosts: {one: {ansible_host: 192.0.2.1}}}", "up", "-i", "inv.yml");
        shows("misspelt-variable", ONE, "up", "-i", "inv.yml", "-e", "k3s_chanel=stable");
        shows("bad-version", ONE, "up", "-i", "inv.yml", "-e", "k3s_version=1.33");
        shows("bad-port", ONE, "up", "-i", "inv.yml", "-e", "ansible_port=22x");
        shows("undefined-variable", ONE, "up", "-i", "inv.yml", "-e", "k3s_version='{{ our_version }}'");
        shows("key-file-missing", ONE, "ping", "-i", "inv.yml", "-e", "ansible_ssh_private_key_file=.vagrant/key");
        shows("connection-plugin", ONE, "up", "-i", "inv.yml", "-e", "ansible_connection=docker");
    }

    @Test
    void nothingToWorkOn() {
        Typed typed = Typed.in(folder, "up");
        ErrorCatalogue.shows("no-inventory", new Shown(typed.exitCode(), typed.err()));
        shows("no-kubeconfig", ONE, "env", "-i", "inv.yml");
        shows(
                "archive-not-writable",
                "k3s_master: {hosts: {server-1: {ansible_host: nowhere.invalid}}}",
                "debug",
                "-i",
                "inv.yml",
                "-o",
                "no/folder.tar.gz");
    }

    @Test
    void machinesThatAreNotThere() throws IOException {
        shows("unknown-name", ONE, "ping", "-i", "inv.yml", "-e", "ansible_host=nowhere.invalid");
        shows(
                "connection-refused",
                ONE,
                "ping",
                "-i",
                "inv.yml",
                "-e",
                "{ansible_host: 127.0.0.1, ansible_ssh_retries: 0, ansible_port: " + closedPort() + "}");
        shows(
                "proxy-command",
                ONE,
                "ping",
                "--transport",
                "built-in",
                "-i",
                "inv.yml",
                "-e",
                "{ansible_ssh_common_args: \"-o ProxyCommand='cloudflared access ssh'\"}");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
