package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.task.InitSystem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What somebody wants to see of a machine who has to find out from afar why K3S does not work there. */
public final class Evidence {
    /** Bytes of one text; the end of a journal matters more than its beginning. */
    private static final int MOST = 2_000_000;

    private static final Map<String, String> OF_EVERY_MACHINE = new LinkedHashMap<>();
    private static final Map<String, String> OF_A_SERVER = new LinkedHashMap<>();

    static {
        OF_EVERY_MACHINE.put(
                "system.txt",
                "date -u; uname -a; cat /etc/os-release; uptime; nproc; free -m; df -h; df -i; cat /proc/cmdline;"
                        + " systemd-detect-virt; grep cgroup /proc/mounts; swapon --show; ps axo pid,ppid,rss,etime,args --sort=-rss | head -50");
        OF_EVERY_MACHINE.put(
                "network.txt",
                "ip addr; ip route; ip -6 route; ip rule; ss -lntup; cat /etc/resolv.conf /etc/hosts;"
                        + " sysctl net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables; iptables-save 2>&1 | wc -l");
        OF_EVERY_MACHINE.put("kernel.txt", "lsmod; dmesg | tail -300");
        OF_EVERY_MACHINE.put(
                "units.txt",
                InitSystem.choice(
                        "systemctl --no-pager --full status k3s k3s-agent containerd docker;"
                                + " systemctl --no-pager cat k3s k3s-agent; systemctl --no-pager --failed",
                        "rc-status --all; rc-update show; cat /etc/init.d/k3s*; ls -l /run/k3sdeploy; tail -n 100 /var/log/rc.log"));
        OF_EVERY_MACHINE.put(
                "journal.txt",
                InitSystem.choice(
                        "journalctl --no-pager --utc -o short-iso-precise -n 5000 -u k3s -u k3s-agent",
                        "tail -n 5000 /var/log/k3s*.log"));
        OF_EVERY_MACHINE.put(
                "config.txt",
                "for file in /etc/rancher/k3s/*.yaml /etc/rancher/k3s/config.yaml.d/*.yaml /etc/systemd/system/k3s*.env /etc/rancher/k3s/*.env"
                        + " /var/lib/rancher/k3s/agent/etc/containerd/config.toml; do [ ! -f \"$file\" ] ||"
                        + " case $file in */k3s.yaml) ;; *) echo \"== $file\"; cat \"$file\"; echo;; esac; done");
        OF_EVERY_MACHINE.put(
                "k3s.txt",
                "k3s --version; ls -la /usr/local/bin/k3s* /var/lib/rancher/k3s /var/lib/rancher/k3s/*; du -sm"
                        + " /var/lib/rancher/k3s; k3s crictl ps -a; k3s check-config;"
                        + " tail -n 500 /var/lib/rancher/k3s/agent/containerd/containerd.log");
        OF_A_SERVER.put(
                "cluster.txt",
                "k3s kubectl get nodes -o wide; k3s kubectl get --raw '/readyz?verbose'; k3s kubectl get pods -A -o wide;"
                        + " k3s kubectl get events -A --sort-by=.lastTimestamp | tail -200; k3s kubectl describe nodes");
    }

    private Evidence() {}

    /**
     * Texts by file name. What cannot be had is told in the text instead.
     *
     * @param host the machine to ask
     * @param role which unit is of interest
     * @return by names such as {@code journal.txt}
     */
    public static Map<String, String> of(Probe host, Role role) {
        Map<String, String> scripts = new LinkedHashMap<>(OF_EVERY_MACHINE);
        if (role == Role.SERVER) {
            scripts.putAll(OF_A_SERVER);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        scripts.forEach((name, script) -> texts.put(name, text(host, script)));
        return texts;
    }

    /** Each command after its own line, so that it is clear what said what. */
    private static String text(Probe host, String script) {
        String traced = "{ set -x\n" + script + "\n} 2>&1 | tail -c " + MOST;
        CommandResult result = host.ask(Command.script(traced).within(Duration.ofSeconds(90)));
        return result.out().text() + result.err().text();
    }

    /**
     * What must appear in none of the texts: the tokens and passwords that K3S keeps in files of its own.
     *
     * @param host the machine to ask
     * @return one in a line; for masking, and for nothing else
     */
    public static String secrets(Probe host) {
        return host.ask(Command.script("cat /var/lib/rancher/k3s/server/token /var/lib/rancher/k3s/server/agent-token"
                                + " /var/lib/rancher/k3s/server/node-token /etc/rancher/node/password"
                                + " /var/lib/rancher/k3s/server/cred/passwd 2>/dev/null")
                        .confidential())
                .text();
    }
}
