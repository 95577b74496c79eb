package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.Architecture;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;

/** Distribution, packages, processor, init system. */
final class SystemChecks {
    static final List<Check> ALL = List.of(
            new Check("os", SystemChecks::os),
            new Check("packages", SystemChecks::packages),
            new Check("architecture", SystemChecks::architecture),
            new Check("init-system", SystemChecks::initSystem),
            new Check("selinux", SystemChecks::selinux));

    private SystemChecks() {}

    private static Judgement os(Subject subject) {
        String name = subject.facts().text("os-name");
        return Judgement.ok(name.isEmpty() ? "an unknown system" : name);
    }

    /** Without a network nothing is installed, so what is missing is told before the run. */
    private static Judgement packages(Subject subject) {
        List<String> wanted = subject.node().packages();
        List<String> missing = subject.facts().all("missing-package");
        if (wanted.isEmpty()) {
            return Judgement.ok("none are wanted");
        }
        if (!subject.facts().has("package-manager")) {
            return Judgement.warning(
                    "there is no package manager that k3sdeploy knows, so these are not installed: "
                            + String.join(", ", wanted),
                    "Install by hand what your workloads need, and set k3s_packages: []");
        }
        if (missing.isEmpty()) {
            return Judgement.ok(subject.facts().text("package-manager") + " looks after " + String.join(", ", wanted));
        }
        return Judgement.warning(
                "missing, and with k3s_airgap_dir no network is asked for them: " + String.join(", ", missing),
                "K3S itself needs none of them. Install by hand what your workloads need (nfs-common for NFS volumes,"
                        + " open-iscsi for Longhorn), or leave them out of k3s_packages");
    }

    private static Judgement architecture(Subject subject) {
        String machine = subject.facts().text("machine");
        try {
            return Judgement.ok(machine + ", K3S's " + Architecture.of(machine).word());
        } catch (K3sDeployException e) {
            return Judgement.failure(e.summary(), e.hint());
        }
    }

    private static Judgement initSystem(Subject subject) {
        return subject.facts().has("init-system")
                ? Judgement.ok(subject.facts().text("init-system") + " runs the machine's services")
                : Judgement.failure(
                        "the first process is «" + subject.facts().text("init") + "», neither systemd nor OpenRC",
                        "K3S is run as a service of either: use a distribution that has one of them");
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
