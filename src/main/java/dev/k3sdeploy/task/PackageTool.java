package dev.k3sdeploy.task;

import dev.k3sdeploy.remote.Shell;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The package manager of a distribution: how it is asked, how it installs, and what it calls packages that bear another
 * name in Debian.
 */
enum PackageTool {
    APT(
            "apt-get",
            "dpkg-query -W -f '${db:Status-Status}' \"$name\" 2>/dev/null | grep -qx installed",
            "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update -qq && "
                    + "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -qq -y "
                    + "--no-install-recommends",
            Map.of()),
    ZYPPER(
            "zypper",
            Names.RPM_QUERY,
            "ZYPP_LOCK_TIMEOUT=300 zypper --quiet --non-interactive install --no-recommends",
            Map.of("nfs-common", "nfs-client")),
    DNF("dnf", Names.RPM_QUERY, "dnf -q -y install", Names.RED_HAT),
    YUM("yum", Names.RPM_QUERY, "yum -q -y install", Names.RED_HAT),
    /** Its list of packages is brought up to date first: it keeps only the newest version of each. */
    PACMAN("pacman", "pacman -T \"$name\" >/dev/null", "pacman -Sy --noconfirm --needed --quiet", Names.NFS_UTILS),
    APK("apk", "apk info -qe \"$name\"", "apk add --quiet --wait 300 --update-cache", Names.NFS_UTILS);

    /** What others call Debian's packages. */
    private static final class Names {
        /** By what a package provides: curl-minimal is curl, and refuses to stand beside it. */
        static final String RPM_QUERY = "rpm -q --quiet --whatprovides \"$name\"";

        static final Map<String, String> NFS_UTILS =
                Map.of("nfs-common", "nfs-utils", "nfs-kernel-server", "nfs-utils");
        static final Map<String, String> RED_HAT = Map.of(
                "nfs-common", "nfs-utils", "nfs-kernel-server", "nfs-utils", "open-iscsi", "iscsi-initiator-utils");
    }

    private final String program;
    private final String query;
    private final String installation;

    @SuppressWarnings("ImmutableEnumChecker") // it is one of Map.of's
    private final Map<String, String> names;

    PackageTool(String program, String query, String installation, Map<String, String> names) {
        this.program = program;
        this.query = query;
        this.installation = installation;
        this.names = names;
    }

    /**
     * Shell words that print the machine's package manager, then which of Debian's packages are missing, by its own names.
     * Where a machine has several (a Debian with rpm, say) it is the first of this list.
     */
    static String question(List<String> debian) {
        return Arrays.stream(values())
                .map(manager -> manager.questionWith(debian))
                .collect(Collectors.joining("\nel", "", "\nfi"));
    }

    private String questionWith(List<String> debian) {
        return "if command -v " + program + " >/dev/null; then echo " + program + "; for name in "
                + Shell.join(names(debian)) + "; do " + query + " || echo \"$name\"; done";
    }

    /** By the name that {@link #question} prints. */
    static Optional<PackageTool> named(String program) {
        return Arrays.stream(values())
                .filter(manager -> manager.program.equals(program))
                .findFirst();
    }

    /** The distribution's names for packages of Debian's, each once. */
    List<String> names(List<String> debian) {
        return debian.stream()
                .map(name -> names.getOrDefault(name, name))
                .distinct()
                .toList();
    }

    /** A shell command that installs; it waits by itself for another one that is at work. */
    String install(List<String> packages) {
        return installation + " " + Shell.join(packages);
    }
}
