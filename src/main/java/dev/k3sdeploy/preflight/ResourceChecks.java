package dev.k3sdeploy.preflight;

import dev.k3sdeploy.problem.Message;
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
            return Judgement.unknown(Message.of("check.cpu.unknown"));
        }
        Message has = cpus == 1 ? Message.of("check.cpu.one") : Message.of("check.cpu", cpus);
        return subject.server() && cpus < 2
                ? Judgement.warning(Message.of("check.cpu.few", has), Message.of("check.cpu.few.next"))
                : Judgement.ok(has);
    }

    private static Judgement memory(Subject subject) {
        long memory = subject.facts().number("memory-kb").orElse(0);
        if (memory == 0) {
            return Judgement.unknown(Message.of("check.memory.unknown"));
        }
        Message asked = subject.server() ? Message.of("check.memory.server") : Message.of("check.memory.agent");
        Message has = Message.of("check.memory", size(memory));
        if (memory < (subject.server() ? SERVER_NEEDS : AGENT_NEEDS)) {
            return Judgement.failure(
                    Message.of("check.memory.too-little", has, asked), Message.of("check.memory.too-little.next"));
        }
        return memory < (subject.server() ? SERVER_WANTS : AGENT_WANTS)
                ? Judgement.warning(
                        Message.of("check.memory.little", has, asked), Message.of("check.memory.little.next"))
                : Judgement.ok(has);
    }

    private static Judgement disk(Subject subject) {
        Optional<Disk> found = disk(subject.facts(), "/var/lib/rancher");
        if (found.isEmpty() || found.get().size() == 0) {
            return Judgement.unknown(Message.of("check.disk.unknown", "/var/lib/rancher"));
        }
        Disk disk = found.get();
        Message has = Message.of("check.disk", size(disk.free()), size(disk.size()), disk.mount());
        if (disk.free() < FIRST_START_NEEDS && !subject.facts().has("binary")) {
            return Judgement.failure(
                    Message.of("check.disk.full", has, size(FIRST_START_NEEDS)), Message.of("check.disk.free-some"));
        }
        if (disk.free() * 10 < disk.size()) {
            return Judgement.warning(Message.of("check.disk.kubelet", has), Message.of("check.disk.free-some"));
        }
        return disk.free() < DATA_WANTS
                ? Judgement.warning(has, Message.of("check.disk.little.next"))
                : Judgement.ok(has);
    }

    private static Judgement installDir(Subject subject) {
        Optional<Disk> found = disk(subject.facts(), "/usr/local/bin");
        if (found.isEmpty()) {
            return Judgement.unknown(Message.of("check.disk.unknown", "/usr/local/bin"));
        }
        Disk disk = found.get();
        for (String option : List.of("ro", "noexec")) {
            if (disk.options().contains(option)) {
                return Judgement.failure(
                        Message.of("check.install-dir.mounted", disk.mount(), option),
                        Message.of("check.install-dir.mounted.next", disk.mount()));
            }
        }
        return disk.free() < BINARY_NEEDS && !subject.facts().has("binary")
                ? Judgement.failure(
                        Message.of("check.install-dir.full", size(disk.free())), Message.of("check.disk.free-some"))
                : Judgement.ok(Message.of("check.install-dir", size(disk.free())));
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

    private static Message size(long kb) {
        return kb < MB_IN_KB * MB_IN_KB
                ? Message.of("check.size.mb", kb / MB_IN_KB)
                : Message.of("check.size.gb", String.format(Locale.ROOT, "%.1f", kb / (double) (MB_IN_KB * MB_IN_KB)));
    }
}
