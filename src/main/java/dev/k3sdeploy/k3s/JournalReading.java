package dev.k3sdeploy.k3s;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the lines mean that K3S writes when it cannot start or join. Only adds words to a failure that is one anyway: no
 * behaviour hangs on these texts, which change between versions.
 *
 * @param meaning what has happened
 * @param advice what to do about it
 */
record JournalReading(String meaning, String advice) {
    /** A line that is known; {@code $1} in the texts is what its first group matched. */
    private record Known(Pattern line, String meaning, String advice) {}

    private static final List<Known> KNOWN = List.of(
            known(
                    "token CA hash does not match",
                    "its token belongs to another cluster",
                    "K3S was installed here for a cluster that is no more: `k3sdeploy down -l HOST`, then `up`."
                            + " A k3s_token of your own needs no K10…:: before it"),
            known(
                    "invalid token CA hash length|failed to normalize token",
                    "its token is cut short or is none",
                    "Look at k3s_token in the inventory: any word, or a server's whole K10…::server:…"),
            known(
                    "server-bootstrap: 401",
                    "the server that it joins refuses its token, or keeps its state in SQLite and takes no second server",
                    "Was the first server installed with another k3s_token, or alone? docs/clusters.md tells how one"
                            + " server grows to several"),
            known(
                    "401 Unauthorized|not authorized",
                    "the server refuses its token",
                    "The token of the machine is not the server's: `k3sdeploy up` writes it anew;"
                            + " after a change of k3s_token restart the servers too, `k3sdeploy restart`"),
            known(
                    "[Nn]ode password rejected|hash does not match",
                    "the cluster knows another machine under this node's name",
                    "If the machine was made anew: `k3sdeploy node remove NAME`, then `up`."
                            + " If two machines have one name: give each its own hostname"),
            known(
                    "encrypted with different token",
                    "the data of the cluster is encrypted with another token",
                    "Set k3s_token to the one that the cluster was made with"),
            known(
                    "listen tcp \\S*:(\\d+): bind: address already in use",
                    "port $1 is taken by another program",
                    "On the machine `ss -lntp sport = :$1` names it; stop it, or move it to another port"),
            known(
                    "flag provided but not defined: -(\\S+?)\"?$",
                    "this version of K3S does not know the option $1",
                    "Look for $1 in the inventory (k3s_config, k3s_master_extra_opts …), or take a version that has it"),
            known(
                    "msg=\"yaml: (.*?)\"?$",
                    "a configuration file of K3S's is no YAML: $1",
                    "Look at /etc/rancher/k3s on the machine; `k3sdeploy up` writes its own files anew"),
            known(
                    "(invalid cluster-cidr [^\"]*|unknown flannel backend '[^']*')",
                    "a value in its configuration is wrong: $1",
                    "Mend it in the inventory and run `k3sdeploy up` again"),
            known(
                    "critical configuration value mismatch",
                    "its configuration differs from the other servers' where it must not",
                    "Options as cluster-cidr, flannel-backend and disable must be the same on all servers: set them in"
                            + " k3s_server_config, for the group"),
            known(
                    "[Nn]o default routes? found|unable to select an IP from default routes",
                    "the machine has no default route",
                    "K3S wants one, even where nothing is behind it: ip route add default via ADDRESS"),
            known(
                    "failed to get CA certs|no route to host",
                    "the server cannot be reached",
                    "On the machine, `curl -k https://SERVER:6443/ping` must say pong: look at firewalls between the"
                            + " two, and whether k3s_url ends in :6443"),
            known(
                    "only https:// URLs are supported",
                    "k3s_url does not begin with https://",
                    "Write https://SERVER:6443"),
            known(
                    "--(token|server) is required",
                    "it was started without the server's $1",
                    "Run `k3sdeploy up` again, which writes its environment file"),
            known(
                    "failed to find (memory|cpuset|cpu) cgroup",
                    "the kernel has the $1 controller of cgroups switched off",
                    "Put cgroup_memory=1 cgroup_enable=memory on the kernel's command line and restart the machine"),
            known(
                    "snapshotter cannot be enabled",
                    "the file system below /var/lib/rancher takes no overlayfs",
                    "Set snapshotter: native in k3s_config, or put /var/lib/rancher on ext4 or xfs"),
            known(
                    "[Nn]o space left on device",
                    "the machine's disk is full",
                    "`df -h` on the machine shows where; make some room"),
            known(
                    "x509: certificate has expired or is not yet valid",
                    "a certificate is not valid at the time of this machine's clock",
                    "Compare the clocks: `k3sdeploy exec -- date`. If they are right, `k3sdeploy restart` renews"
                            + " certificates that end soon"),
            known(
                    "building kine|creating storage endpoint",
                    "the database of the cluster cannot be used",
                    "Look at k3s_datastore_endpoint: can the machine reach it, and are user and password right?"),
            known(
                    "unable to find interface|failed to find the interface",
                    "the NIC that it is to use is not there",
                    "Look at k3s_flannel_iface in the inventory and at `ip addr` on the machine"));

    private static Known known(String regex, String meaning, String advice) {
        return new Known(Pattern.compile(regex, Pattern.MULTILINE), meaning, advice);
    }

    /** The meaning of the last line that is known; empty when none is. */
    static Optional<JournalReading> of(String journal) {
        List<String> lines = journal.lines().toList();
        return Stream.iterate(lines.size() - 1, i -> i >= 0, i -> i - 1)
                .flatMap(i -> of(lines.get(i), KNOWN).stream())
                .findFirst();
    }

    private static Optional<JournalReading> of(String line, List<Known> table) {
        for (Known known : table) {
            Matcher found = known.line().matcher(line);
            if (found.find()) {
                String value = found.groupCount() > 0 ? String.valueOf(found.group(1)) : "";
                return Optional.of(new JournalReading(
                        known.meaning().replace("$1", value), known.advice().replace("$1", value)));
            }
        }
        return Optional.empty();
    }

    /** For people. */
    String text() {
        return "By its journal, " + meaning + ". " + advice + "\n";
    }
}
