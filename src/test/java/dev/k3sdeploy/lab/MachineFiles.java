package dev.k3sdeploy.lab;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs write on a machine of a test, from a moment on.
 *
 * @param foldersBefore those that were there at that moment
 */
record MachineFiles(LabHost host, Set<String> foldersBefore) {
    /** What K3S, systemd, sudo and the tests themselves write. */
    private static final List<String> OF_OTHERS = List.of(
            "/etc/rancher/k3s/k3s.yaml",
            "/etc/rancher/node",
            "/root",
            "/run/flannel",
            "/run/k3s/", // not ours, /run/k3sdeploy
            "/run/log",
            "/run/motd.dynamic",
            "/run/netns",
            "/run/sudo",
            "/run/systemd",
            "/run/user",
            "/run/utmp",
            "/var/lib/cni",
            "/var/lib/kubelet",
            "/var/lib/rancher",
            "/var/lib/systemd",
            "/var/log");

    private static final String OURS_AMONG_THEM = "/var/lib/rancher/k3s/server/manifests/k3sdeploy";

    /** Each file system that a run may write to; what is for the kernel is none. */
    private static final String EVERYWHERE =
            "find / /run /tmp /var/tmp /dev/shm /var/lib/rancher /var/lib/kubelet -xdev"
                    + " \\( -path /proc -o -path /sys -o -path /root -o -path /var/log/journal -o -path /run/log \\) -prune -o ";

    /** With a pattern that is not found in its own command line. */
    private static final String WITH_SECRETS = EVERYWHERE + "-type f -newercm /root/mark -exec grep -l '"
            + Canaries.ANY.substring(0, 1) + "[" + Canaries.ANY.charAt(1) + "]" + Canaries.ANY.substring(2) + "' {} +";

    /** From now on. */
    static MachineFiles from(LabHost host) {
        host.sh("sleep 1; touch /root/mark");
        return new MachineFiles(
                host, host.sh(EVERYWHERE + "-type d -print").lines().collect(Collectors.toSet()));
    }

    /** By its path, the mode and owner of each file and link that was written, and of each new folder. */
    Map<String, String> modes() {
        Map<String, String> modes = new TreeMap<>();
        Stream<String> lines = host.sh(
                        EVERYWHERE + "\\( -type f -o -type d -o -type l \\) -newercm /root/mark -printf '%m %u %p\\n'")
                .lines();
        lines.map(line -> line.split(" ", 3))
                .filter(line -> !foldersBefore.contains(line[2]) && isOurs(line[2]))
                .forEach(line -> modes.put(line[2], line[0] + " " + line[1]));
        return modes;
    }

    private static boolean isOurs(String path) {
        return path.startsWith(OURS_AMONG_THEM) || OF_OTHERS.stream().noneMatch((path + "/")::startsWith);
    }

    /** Which secrets are in any file. */
    List<String> secrets() {
        return Canaries.in(host.sh(WITH_SECRETS + " | xargs -r cat"));
    }

    /** Files with a secret in them that other users may read. */
    List<String> secretsForOthers() {
        return host.sh(WITH_SECRETS
                        + " | while read -r file; do ! setpriv --reuid=nobody --clear-groups test -r \"$file\""
                        + " || echo \"$file\"; done")
                .lines()
                .toList();
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
