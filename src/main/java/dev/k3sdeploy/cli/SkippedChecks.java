package dev.k3sdeploy.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which checks are not wanted. */
final class SkippedChecks {
    @Option(
            names = "--skip-preflight",
            paramLabel = "NAME[,NAME]",
            description = "Leave out these checks of the machines, or all.")
    private Set<String> names = new LinkedHashSet<>();

    Set<String> names() {
        return names;
    }
}
