package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether containers stay that were started just now. One whose systemd cannot start ends within a tenth of a second, and
 * its engine starts it again for ever: between two ends it runs, as any other.
 *
 * @param pause between two looks
 * @param inotify asked only where a container does not stay
 */
record ContainerBoots(ContainerEngine engine, Duration pause, Supplier<InotifyInstances> inotify) {
    /** Engines double their pause before each start, from 0.1 s: four ends fall into the second that these looks take. */
    private static final int LOOKS = 5;

    static ContainerBoots of(ContainerEngine engine) {
        return new ContainerBoots(engine, Duration.ofMillis(250), InotifyInstances::ofThisMachine);
    }

    /**
     * What an engine says of a container at one time.
     *
     * @param status {@code running}, {@code restarting}, {@code exited} …
     * @param restarts how often the engine has started it again
     */
    private record Look(String status, String restarts) {}

    /** @throws K3sDeployException when one of them does not stay, with what is missing where that can be told */
    void await(List<String> containers) {
        if (containers.isEmpty()) {
            return;
        }
        Map<String, Look> first = look(containers);
        requireStaying(first, first);
        for (int looks = 1; looks < LOOKS; looks++) {
            waitForTheNext();
            requireStaying(first, look(containers));
        }
    }

    private Map<String, Look> look(List<String> containers) {
        List<String> words = new ArrayList<>(
                List.of("container", "inspect", "--format", "{{.Name}} {{.State.Status}} {{.RestartCount}}"));
        words.addAll(containers);
        Map<String, Look> looks = new LinkedHashMap<>();
        engine.tool()
                .output(words)
                .lines()
                .map(line -> line.replaceFirst("^/", "").split(" ", 3))
                .forEach(answer -> looks.put(answer[0], new Look(answer[1], answer[2])));
        return looks;
    }

    private void requireStaying(Map<String, Look> before, Map<String, Look> now) {
        List<String> ending = now.entrySet().stream()
                .filter(each -> !each.getValue().status().equals(ContainerMachines.RUNNING)
                        || !each.getValue().equals(before.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!ending.isEmpty()) {
            throw new K3sDeployException(
                    Message.of("containers.ending", String.join(", ", ending)), nextStep(ending.get(0)));
        }
    }

    private Message nextStep(String container) {
        InotifyInstances left = inotify.get();
        if (left.usedUp()) {
            return Message.of("containers.no-inotify.next", left.limit().orElse("?"));
        }
        return left.limit()
                .map(limit -> Message.of("containers.ending.next-linux", engine.program(), container, limit))
                .orElseGet(() -> Message.of("containers.ending.next", engine.program(), container));
    }

    private void waitForTheNext() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("Interrupted while containers started", "The same command goes on there", e);
        }
    }
}
