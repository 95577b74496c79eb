package dev.k3sdeploy.preflight;

import static dev.k3sdeploy.preflight.Finding.Level.FAILURE;
import static dev.k3sdeploy.preflight.Finding.Level.OK;
import static dev.k3sdeploy.preflight.Finding.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.preflight.Finding.Level;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that need nothing but the facts of one machine: what they say, and how bad they take it. */
class OneMachineChecksTest {
    private static final MachineFacts SERVER = MachineFacts.server();
    private static final MachineFacts AGENT = MachineFacts.agent();

    static Stream<Arguments> ofOneMachine() {
        return Stream.of(
                server("os", new String[] {"os-name Rocky Linux 9.4"}, "", OK, "Rocky Linux 9.4"),
                server("packages", new String[0], "package-manager", WARNING, "no package manager", "curl"),
                server("packages", new String[] {"package-manager dnf"}, "", OK, "dnf looks after curl"),
                server(
                        "packages",
                        new String[] {"missing-package jq"},
                        "",
                        WARNING,
                        "k3s_airgap_dir no network is asked for them: jq"),
                server("architecture", new String[] {"machine aarch64"}, "", OK, "K3S's arm64"),
                server("architecture", new String[] {"machine armv7l"}, "", OK, "K3S's arm"),
                server("architecture", new String[] {"machine riscv64"}, "", FAILURE, "riscv64"),
                server("init-system", new String[] {"init busybox"}, "init-system", FAILURE, "«busybox»"),
                server("init-system", new String[] {"init-system OpenRC"}, "", OK, "OpenRC"),
                server("selinux", new String[] {"selinux enforcing"}, "", WARNING, "k3s-selinux is not installed"),
                server("cpu", new String[] {"cpus 1"}, "", WARNING, "1 processor", "asks for 2"),
                agent("cpu", new String[] {"cpus 1"}, "", OK, "1 processor"),
                server("memory", new String[] {"memory-kb 1014636"}, "", WARNING, "990 MB", "2 GB on a server"),
                server("memory", new String[] {"memory-kb 250000"}, "", FAILURE, "244 MB"),
                agent("memory", new String[] {"memory-kb 1014636"}, "", OK, "990 MB"),
                agent("memory", new String[] {"memory-kb 400000"}, "", WARNING, "512 MB on an agent"),
                server(
                        "disk",
                        new String[] {"disk /var/lib/rancher 9000000 400000 / rw"},
                        "",
                        FAILURE,
                        "390 MB of 8.6 GB free"),
                server(
                        "disk",
                        new String[] {"disk /var/lib/rancher 9000000 400000 / rw", "binary /usr/local/bin/k3s"},
                        "",
                        WARNING,
                        "below 5 %"),
                server(
                        "disk",
                        new String[] {"disk /var/lib/rancher 9000000 2000000 / rw"},
                        "",
                        WARNING,
                        "1.9 GB of 8.6 GB"),
                server(
                        "install-dir",
                        new String[] {"disk /usr/local/bin 9000000 2000000 /usr rw,noexec"},
                        "",
                        FAILURE,
                        "/usr, which is mounted noexec"),
                server(
                        "install-dir",
                        new String[] {"disk /usr/local/bin 9000000 2000000 /usr ro"},
                        "",
                        FAILURE,
                        "mounted ro"),
                server(
                        "install-dir",
                        new String[] {"disk /usr/local/bin 9000000 20000 / rw"},
                        "",
                        FAILURE,
                        "19 MB free"),
                server(
                        "cgroups",
                        new String[] {"cgroup2 cpuset cpu io pids"},
                        "",
                        FAILURE,
                        "memory controller of cgroup v2",
                        "cgroup_memory=1"),
                server(
                        "cgroups",
                        new String[] {"cgroup1 cpuset cpu pids"},
                        "cgroup2",
                        FAILURE,
                        "memory controller of cgroup v1"),
                server(
                        "cgroups",
                        new String[] {"cgroup1 memory cpu pids"},
                        "cgroup2",
                        WARNING,
                        "cpuset controller of cgroup v1"),
                server(
                        "cgroups",
                        new String[] {"cgroup2 memory cpu pids"},
                        "",
                        FAILURE,
                        "cpuset controller of cgroup v2"),
                server("cgroups", new String[] {"cgroup1 memory cpuset"}, "cgroup2", OK, "cgroup v1"),
                server(
                        "kernel-modules",
                        new String[] {"module vxlan missing"},
                        "",
                        FAILURE,
                        "no module vxlan",
                        "linux-modules-extra"),
                server(
                        "kernel-modules",
                        new String[] {"module br_netfilter missing"},
                        "",
                        WARNING,
                        "no module br_netfilter"),
                server(
                        "kernel-modules",
                        new String[] {"module br_netfilter unknown"},
                        "",
                        OK,
                        "cannot be seen",
                        "br_netfilter"),
                server(
                        "iptables",
                        new String[] {"iptables iptables v1.8.2 (nf_tables)"},
                        "",
                        WARNING,
                        "v1.8.2",
                        "prefer-bundled-bin"),
                server("iptables", new String[] {"iptables iptables v1.8.4 (legacy)"}, "", OK, "v1.8.4"),
                server("hostname", new String[] {"hostname my_box"}, "", FAILURE, "«my_box» cannot be a node's"),
                server("hostname", new String[] {"hostname Vagrantbox-1"}, "", OK, "vagrantbox-1"),
                server("default-route", new String[] {}, "route", WARNING, "no default route"),
                server(
                        "existing-k3s",
                        new String[] {"unit k3s theirs active"},
                        "",
                        WARNING,
                        "k3s.service",
                        "taken over"),
                server("existing-k3s", new String[] {"unit k3s ours active"}, "", OK, "by k3sdeploy"),
                agent(
                        "existing-k3s",
                        new String[] {"unit k3s-node theirs active"},
                        "",
                        FAILURE,
                        "as k3s-node.service",
                        "-l two -- 'systemctl disable --now k3s-node"),
                agent("existing-k3s", new String[] {"unit k3s-backup theirs inactive"}, "", WARNING, "k3s-backup"),
                agent(
                        "existing-k3s",
                        new String[] {"unit k3s ours active"},
                        "",
                        FAILURE,
                        "a server already",
                        "k3sdeploy down -l two"),
                agent("existing-k3s", new String[] {"unit k3s ours inactive"}, "", OK, "K3S is here"),
                server(
                        "firewall",
                        new String[] {
                            "ufw enabled", "ufw-input DROP", "ufw-rule allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in"
                        },
                        "",
                        WARNING,
                        "10.42.0.0/16, 10.43.0.0/16 and 6443/tcp"),
                server("firewall", new String[] {"ufw enabled", "ufw-input ACCEPT"}, "", OK, "in the way"),
                server("firewall", new String[] {"firewalld active"}, "", WARNING, "firewalld is active"));
    }

    private static Arguments server(String check, String[] set, String without, Level level, String... said) {
        return Arguments.of(Role.SERVER, check, set, without, level, said);
    }

    private static Arguments agent(String check, String[] set, String without, Level level, String... said) {
        return Arguments.of(Role.AGENT, check, set, without, level, said);
    }

    @ParameterizedTest(name = "{1} {4} {5}")
    @MethodSource("ofOneMachine")
    void aMachineIsJudgedByItsOwnFigures(
            Role role, String check, String[] set, String without, Level level, String... said) {
        MachineFacts facts = role == Role.SERVER ? MachineFacts.server() : MachineFacts.agent();
        facts.without(without);
        Stream.of(set).forEach(line -> facts.set(line));

        Finding finding = role == Role.SERVER
                ? MachineFacts.finding(check, role, facts, AGENT)
                : MachineFacts.finding(check, role, SERVER, facts);

        assertThat(finding.level()).as("%s", finding).isEqualTo(level);
        assertThat(finding.reason() + "\n" + finding.hint()).contains(said);
        assertThat(finding.hint().isEmpty()).isEqualTo(level == OK);
    }
}
