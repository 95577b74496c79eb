package dev.k3sdeploy.preflight;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Processors, memory and disk against https://docs.k3s.io/installation/requirements: a server 2 cores and 2 GB, an agent
 * 1 core and 512 MB. What is sold as 2 GB shows less, since the kernel keeps a part, so the limits here are lower.
 */
final class ResourceChecks {
    static final List<Check> ALL = List.of(
            new Check("cpu", ResourceChecks::cpu),
            new Check("memory", ResourceChecks::memory),
            new Check("disk", ResourceChecks::disk),
            new Check("install-dir", ResourceChecks::installDir));

    private static final long MB_IN_KB = 1024;
    private static final long SERVER_WANTS = 1700 * MB_IN_KB;
    private static final long AGENT_WANTS = 420 * MB_IN_KB;
    private static final long SERVER_NEEDS = 400 * MB_IN_KB;
    private static final long AGENT_NEEDS = 200 * MB_IN_KB;

    /** The binary, and what it unpacks at its first start. */
    private static final long FIRST_START_NEEDS = 500 * MB_IN_KB;

    private static final long BINARY_NEEDS = 100 * MB_IN_KB;
    private static final long DATA_WANTS = 3000 * MB_IN_KB;

    private ResourceChecks() {}

    private static Judgement cpu(Subject subject) {
        long cpus = subject.facts().number("cpus").orElse(0);
        if (cpus == 0) {
            return Judgement.unknown("the machine does not tell its processors");
        }
        String has = cpus == 1 ? "1 processor" : cpus + " processors";
        return subject.server() && cpus < 2
                ? Judgement.warning(
                        has + "; K3S asks for 2 on a server", "It works, slowly; give the machine a second processor")
                : Judgement.ok(has);
    }

    private static Judgement memory(Subject subject) {
        long memory = subject.facts().number("memory-kb").orElse(0);
        if (memory == 0) {
            return Judgement.unknown("the machine does not tell its memory");
        }
        String asked = subject.server() ? "2 GB on a server" : "512 MB on an agent";
        String has = size(memory) + " of memory";
        if (memory < (subject.server() ? SERVER_NEEDS : AGENT_NEEDS)) {
            return Judgement.failure(
                    has + "; K3S asks for " + asked + " and does not start with so little", "Give it more memory");
        }
        return memory < (subject.server() ? SERVER_WANTS : AGENT_WANTS)
                ? Judgement.warning(
                        has + "; K3S asks for " + asked,
                        "Give it more memory: when it runs out, the kernel ends K3S or pods")
                : Judgement.ok(has);
    }

    private static Judgement disk(Subject subject) {
        Optional<Disk> found = disk(subject.facts(), "/var/lib/rancher");
        if (found.isEmpty() || found.get().size() == 0) {
            return Judgement.unknown("df says nothing of /var/lib/rancher");
        }
        Disk disk = found.get();
        String has = size(disk.free()) + " of " + size(disk.size()) + " free below /var/lib/rancher (on " + disk.mount()
                + ")";
        if (disk.free() < FIRST_START_NEEDS && !subject.facts().has("binary")) {
            return Judgement.failure(
                    has + "; K3S unpacks about " + size(FIRST_START_NEEDS) + " there", "Free some space");
        }
        if (disk.free() * 10 < disk.size()) {
            return Judgement.warning(has + "; below 5 % the kubelet takes no pods and ends some", "Free some space");
        }
        return disk.free() < DATA_WANTS
                ? Judgement.warning(has, "Images and volumes go there: a few pods need more than that")
                : Judgement.ok(has);
    }

    private static Judgement installDir(Subject subject) {
        Optional<Disk> found = disk(subject.facts(), "/usr/local/bin");
        if (found.isEmpty()) {
            return Judgement.unknown("df says nothing of /usr/local/bin");
        }
        Disk disk = found.get();
        for (String option : List.of("ro", "noexec")) {
            if (disk.options().contains(option)) {
                return Judgement.failure(
                        "/usr/local/bin is on " + disk.mount() + ", which is mounted " + option,
                        "K3S's program goes there: `mount -o remount,rw,exec " + disk.mount()
                                + "`, and see /etc/fstab");
            }
        }
        return disk.free() < BINARY_NEEDS && !subject.facts().has("binary")
                ? Judgement.failure(
                        size(disk.free()) + " free for /usr/local/bin/k3s, which is about 70 MB", "Free some space")
                : Judgement.ok("/usr/local/bin can be written, " + size(disk.free()) + " free");
    }

    /** Sizes in kB. */
    private record Disk(long size, long free, String mount, Set<String> options) {}

    private static Optional<Disk> disk(Facts facts, String place) {
        return facts.words("disk").stream()
                .filter(words -> words.length == 5 && words[0].equals(place))
                .filter(words -> words[1].matches("\\d{1,18}") && words[2].matches("\\d{1,18}"))
                .map(words -> new Disk(
                        Long.parseLong(words[1]), Long.parseLong(words[2]), words[3], Set.of(words[4].split(","))))
                .findFirst();
    }

    private static String size(long kb) {
        return kb < MB_IN_KB * MB_IN_KB
                ? kb / MB_IN_KB + " MB"
                : String.format(Locale.ROOT, "%.1f GB", kb / (double) (MB_IN_KB * MB_IN_KB));
    }
}
