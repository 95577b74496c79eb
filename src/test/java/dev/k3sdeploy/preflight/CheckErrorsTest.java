package dev.k3sdeploy.preflight;

import dev.k3sdeploy.ErrorCatalogue;
import dev.k3sdeploy.k3s.Role;
import org.junit.jupiter.api.Test;

/** What the checks say of machines that K3S would not run on; see docs/errors.md. */
class CheckErrorsTest {
    private static void server(String id, String check, String... facts) {
        ErrorCatalogue.shows(
                id,
                MachineFacts.finding(check, Role.SERVER, MachineFacts.server().set(facts), MachineFacts.agent()));
    }

    private static void agent(String id, String check, String... facts) {
        ErrorCatalogue.shows(
                id,
                MachineFacts.finding(
                        check,
                        Role.AGENT,
                        MachineFacts.server(),
                        MachineFacts.agent().set(facts)));
    }

    @Test
    void theMachineItself() {
        server("architecture", "architecture", "machine riscv64");
        ErrorCatalogue.shows(
                "no-systemd",
                MachineFacts.finding(
                        "systemd",
                        Role.SERVER,
                        MachineFacts.server().set("init busybox").without("systemd"),
                        MachineFacts.agent()));
        server("too-little-memory", "memory", "memory-kb 250000");
        server("no-space", "disk", "disk /var/lib/rancher 9000000 400000 / rw");
        server("install-dir-noexec", "install-dir", "disk /usr/local/bin 9000000 2000000 /usr rw,noexec");
        server("cgroup-missing", "cgroups", "cgroup2 cpuset cpu io pids");
        server("port-taken", "ports", "listens tcp 0.0.0.0:6443 haproxy 812 /system.slice/haproxy.service");
        server("older-version", "version", "k3s v1.33.6+k3s1");
        agent("clock-skew", "clock", "clock 996400");
    }

    @Test
    void itsPlaceInTheNetwork() {
        agent("same-hostname", "hostname", "hostname vagrantbox-1");
        agent(
                "nat-address",
                "address",
                "address 2: enp0s3    inet 10.0.2.15/24 brd 10.0.2.255 scope global dynamic enp0s3");
        agent("same-address", "address", "address 3: enp0s8    inet 192.168.50.201/24 scope global enp0s8");
        agent("no-route-to-server", "server-route", "reaches 192.168.50.201 6443 no-route");
        agent("server-silent", "server-route", "reaches 192.168.50.201 6443 silent");
    }
}
