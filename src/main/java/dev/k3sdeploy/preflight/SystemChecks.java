package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.Architecture;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Set;

/** Distribution, processor, init system. */
final class SystemChecks {
    static final List<Check> ALL = List.of(
            new Check("os", SystemChecks::os),
            new Check("architecture", SystemChecks::architecture),
            new Check("systemd", SystemChecks::systemd),
            new Check("selinux", SystemChecks::selinux));

    /** By ID and ID_LIKE of os-release(5). */
    private static final Set<String> APT = Set.of("debian", "ubuntu", "raspbian");

    private SystemChecks() {}

    private static Judgement os(Subject subject) {
        Facts facts = subject.facts();
        String name = facts.text("os-name").isEmpty() ? "an unknown system" : facts.text("os-name");
        List<String> family = List.of(
                (facts.text("os-id") + " " + facts.text("os-like")).strip().split("\\s+"));
        if (family.stream().anyMatch(APT::contains) || facts.has("apt")) {
            return Judgement.ok(name);
        }
        return subject.node().packages().isEmpty()
                ? Judgement.ok(name + "; k3sdeploy installs no packages here, and none are wanted")
                : Judgement.warning(
                        name + " has no apt: K3S is installed, and these packages are not: "
                                + String.join(", ", subject.node().packages()),
                        "Install by hand what your workloads need, and set k3s_packages: []");
    }

    private static Judgement architecture(Subject subject) {
        String machine = subject.facts().text("machine");
        try {
            return Judgement.ok(machine + ", K3S's " + Architecture.of(machine).word());
        } catch (K3sDeployException e) {
            return Judgement.failure(e.summary(), e.hint());
        }
    }

    /** sd_booted(3): the folder is there when systemd is the init system, and only then. */
    private static Judgement systemd(Subject subject) {
        return subject.facts().has("systemd")
                ? Judgement.ok("systemd runs the machine")
                : Judgement.failure(
                        "the first process is «" + subject.facts().text("init") + "» and not systemd",
                        "K3S is run as a unit of systemd: use a distribution that has it. OpenRC is not supported yet");
    }

    private static Judgement selinux(Subject subject) {
        if (!subject.facts().has("selinux")) {
            return Judgement.ok("SELinux does not enforce");
        }
        return subject.facts().has("selinux-policy")
                ? Judgement.ok("SELinux enforces, and k3s-selinux is installed")
                : Judgement.warning(
                        "SELinux enforces, and the policy k3s-selinux is not installed",
                        "Install k3s-selinux from Rancher's repository, or containers may be refused: "
                                + "https://docs.k3s.io/advanced#selinux-support");
    }
}
