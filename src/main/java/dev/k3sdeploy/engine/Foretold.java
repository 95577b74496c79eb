package dev.k3sdeploy.engine;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a run that only checks has said so far: the files of each machine that would have another content by now. */
final class Foretold {
    private final Map<Target, Set<String>> files = new ConcurrentHashMap<>();

    void files(Target target, Set<String> paths) {
        files.computeIfAbsent(target, machine -> ConcurrentHashMap.newKeySet()).addAll(paths);
    }

    Set<String> files(Target target) {
        return Set.copyOf(files.getOrDefault(target, Set.of()));
    }
}
