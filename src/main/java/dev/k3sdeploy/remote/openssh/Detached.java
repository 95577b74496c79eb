package dev.k3sdeploy.remote.openssh;

import java.util.ArrayList;
import java.util.List;

/**
 * Processes in a session of their own, as far as the system has {@code setsid}: Ctrl-C is for k3sdeploy, which lets what
 * runs on the machines come to its end. A session without a terminal is also one that ssh cannot ask questions in.
 */
final class Detached {
    private static final String START = "command -v setsid >/dev/null 2>&1 && exec setsid \"$@\"; exec \"$@\"";

    private Detached() {}

    static ProcessBuilder of(List<String> words) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", START, "sh"));
        all.addAll(words);
        return new ProcessBuilder(all);
    }
}
