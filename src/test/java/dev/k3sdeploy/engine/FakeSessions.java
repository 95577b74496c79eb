package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Machines that can be connected to, or not, and what became of the connections. */
final class FakeSessions implements Sessions {
    private final Map<Target, ScriptedSession> open = new LinkedHashMap<>();
    private final List<Target> opened = new ArrayList<>();
    private final Set<Target> down = new HashSet<>();

    FakeSessions without(Target target) {
        down.add(target);
        return this;
    }

    synchronized ScriptedSession of(Target target) {
        return open.computeIfAbsent(target, name -> new ScriptedSession());
    }

    @Override
    public synchronized Session open(Target target) {
        opened.add(target);
        if (down.contains(target)) {
            throw new UnreachableException(target + " does not answer", "Start it");
        }
        return of(target);
    }

    /** Each connection that was asked for, in order. */
    synchronized List<Target> opened() {
        return List.copyOf(opened);
    }

    synchronized boolean allClosed() {
        return open.values().stream().allMatch(ScriptedSession::closed);
    }
}
