package dev.k3sdeploy.preflight;

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
            return Judgement.unknown("the machine does not tell its cgroups");
        }
        List<String> there = List.of(controllers.split("\\s+"));
        String version = unified ? "cgroup v2" : "cgroup v1";
        if (!there.contains("memory")) {
            return Judgement.failure("the memory controller of " + version + " is off", onceBooted("memory"));
        }
        if (!there.contains("cpuset")) {
            // K3S ends without it on v2, and only warns on v1
            return unified
                    ? Judgement.failure("the cpuset controller of " + version + " is off", onceBooted("cpuset"))
                    : Judgement.warning("the cpuset controller of " + version + " is off", onceBooted("cpuset"));
        }
        return Judgement.ok(version + " with memory and cpuset");
    }

    private static String onceBooted(String controller) {
        return "Add cgroup_enable=" + controller + (controller.equals("memory") ? " cgroup_memory=1" : "")
                + " to the kernel's command line (/boot/firmware/cmdline.txt on a Raspberry Pi,"
                + " GRUB_CMDLINE_LINUX elsewhere), and reboot";
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
                            ? "overlay, br_netfilter, nf_conntrack and vxlan are there"
                            : "not loaded, and the kernel's modules cannot be seen from here: "
                                    + String.join(", ", unknown));
        }
        String reason = "the kernel has no module " + String.join(", ", missing);
        boolean fatal = (missing.contains("overlay") && !subject.option("snapshotter"))
                || (missing.contains("vxlan") && subject.vxlan());
        String hint = "Install the kernel's further modules (linux-modules-extra-… on Ubuntu, "
                + "linux-modules-extra-raspi on a Raspberry Pi, kernel-modules-extra on RHEL), or reboot into the "
                + "kernel that is installed";
        return fatal ? Judgement.failure(reason, hint) : Judgement.warning(reason, hint);
    }

    /** The fault is in the nf_tables mode alone: rules are added again and again. */
    private static Judgement iptables(Subject subject) {
        String version = subject.facts().text("iptables");
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            return Judgement.ok("K3S brings its own iptables");
        }
        boolean faulty = numbers.group(1).equals("1")
                && numbers.group(2).equals("8")
                && Integer.parseInt(numbers.group(3)) <= 4
                && numbers.group(4).contains("nf_tables");
        return faulty && !subject.option("prefer-bundled-bin")
                ? Judgement.warning(
                        version + ": 1.8.0 to 1.8.4 add the same rules again and again, which slows the node down",
                        "Take K3S's own: prefer-bundled-bin: true in its configuration")
                : Judgement.ok(version);
    }
}
