package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Hosts that a program of this machine's knows of, in place of a file.
 *
 * @param file what they are made from; {@code group_vars} and {@code host_vars} are looked for beside it
 * @param hosts the variables of each
 * @param groups the hosts of each
 * @param warnings about hosts that are not among them
 */
public record HostSource(
        Path file,
        Map<String, Map<String, Object>> hosts,
        Map<String, List<String>> groups,
        List<InputProblem> warnings) {}
