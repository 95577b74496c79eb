package dev.k3sdeploy.preflight;

import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What K3S needs of the kernel, and of iptables. */
final class KernelChecks {
    static final List<Check> ALL = List.of(
            new Check("cgroups", KernelChecks::cgroups),
            new Check("kernel-modules", KernelChecks::modules),
            new Check("iptables", KernelChecks::iptables));

    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\.(\\d+)(.*)");

    private KernelChecks() {}

    private static Judgement cgroups(Subject subject) {
        boolean unified = subject.facts().has("cgroup2");
        String controllers = subject.facts().text(unified ? "cgroup2" : "cgroup1");
        if (controllers.isEmpty()) {
            return Judgement.unknown(Message.of("check.cgroups.unknown"));
        }
        List<String> there = List.of(controllers.split("\\s+"));
        String version = unified ? "cgroup v2" : "cgroup v1";
        if (!there.contains("memory")) {
            return Judgement.failure(off("memory", version), onceBooted("memory"));
        }
        if (!there.contains("cpuset")) {
            // K3S ends without it on v2, and only warns on v1
            return unified
                    ? Judgement.failure(off("cpuset", version), onceBooted("cpuset"))
                    : Judgement.warning(off("cpuset", version), onceBooted("cpuset"));
        }
        return Judgement.ok(Message.of("check.cgroups", version));
    }

    private static Message off(String controller, String version) {
        return Message.of("check.cgroups.off", controller, version);
    }

    private static Message onceBooted(String controller) {
        String option = "cgroup_enable=" + controller + (controller.equals("memory") ? " cgroup_memory=1" : "");
        return Message.of("check.cgroups.off.next", option);
    }

    private static Judgement modules(Subject subject) {
        List<String> missing = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String[] module : subject.facts().words("module")) {
            if (module.length == 2 && module[1].equals("missing")) {
                missing.add(module[0]);
            } else if (module.length == 2 && module[1].equals("unknown")) {
                unknown.add(module[0]);
            }
        }
        if (missing.isEmpty()) {
            return Judgement.ok(
                    unknown.isEmpty()
                            ? Message.of("check.modules")
                            : Message.of("check.modules.unseen", String.join(", ", unknown)));
        }
        Message reason = Message.of("check.modules.missing", String.join(", ", missing));
        boolean fatal = (missing.contains("overlay") && !subject.option("snapshotter"))
                || (missing.contains("vxlan") && subject.vxlan());
        Message hint = Message.of("check.modules.missing.next");
        return fatal ? Judgement.failure(reason, hint) : Judgement.warning(reason, hint);
    }

    /** The fault is in the nf_tables mode alone: rules are added again and again. */
    private static Judgement iptables(Subject subject) {
        String version = subject.facts().text("iptables");
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            return Judgement.ok(Message.of("check.iptables.own"));
        }
        boolean faulty = numbers.group(1).equals("1")
                && numbers.group(2).equals("8")
                && Integer.parseInt(numbers.group(3)) <= 4
                && numbers.group(4).contains("nf_tables");
        return faulty && !subject.option("prefer-bundled-bin")
                ? Judgement.warning(
                        Message.of("check.iptables.faulty", version), Message.of("check.iptables.faulty.next"))
                : Judgement.ok(version);
    }
}
