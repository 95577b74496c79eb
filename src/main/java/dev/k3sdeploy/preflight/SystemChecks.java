package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.Architecture;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
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
        return name.isEmpty() ? Judgement.ok(Message.of("check.os.unknown")) : Judgement.ok(name);
    }

    /** Without a network nothing is installed, so what is missing is told before the run. */
    private static Judgement packages(Subject subject) {
        List<String> wanted = subject.node().packages();
        List<String> missing = subject.facts().all("missing-package");
        if (wanted.isEmpty()) {
            return Judgement.ok(Message.of("check.packages.none"));
        }
        if (!subject.facts().has("package-manager")) {
            return Judgement.warning(
                    Message.of("check.packages.no-manager", String.join(", ", wanted)),
                    Message.of("check.packages.no-manager.next"));
        }
        if (missing.isEmpty()) {
            return Judgement.ok(Message.of(
                    "check.packages.looked-after", subject.facts().text("package-manager"), String.join(", ", wanted)));
        }
        return Judgement.warning(
                Message.of("check.packages.missing", String.join(", ", missing)),
                Message.of("check.packages.missing.next"));
    }

    private static Judgement architecture(Subject subject) {
        String machine = subject.facts().text("machine");
        try {
            return Judgement.ok(Message.of(
                    "check.architecture", machine, Architecture.of(machine).word()));
        } catch (K3sDeployException e) {
            return Judgement.failure(e.what(), e.next());
        }
    }

    private static Judgement initSystem(Subject subject) {
        return subject.facts().has("init-system")
                ? Judgement.ok(Message.of("check.init-system", subject.facts().text("init-system")))
                : Judgement.failure(
                        Message.of("check.init-system.neither", subject.facts().text("init")),
                        Message.of("check.init-system.neither.next"));
    }

    private static Judgement selinux(Subject subject) {
        if (!subject.facts().has("selinux")) {
            return Judgement.ok(Message.of("check.selinux.off"));
        }
        return subject.facts().has("selinux-policy")
                ? Judgement.ok(Message.of("check.selinux.policy"))
                : Judgement.warning(Message.of("check.selinux.no-policy"), Message.of("check.selinux.no-policy.next"));
    }
}
