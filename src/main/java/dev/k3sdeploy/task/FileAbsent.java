package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/**
 * There is no file of this name.
 *
 * @param path absolute
 */
public record FileAbsent(String path) implements Task {
    @Override
    public String title() {
        return "Remove " + path;
    }

    @Override
    public Verdict check(Probe host) {
        return host.holds(Command.of("test", "-e", path)) || host.holds(Command.of("test", "-L", path))
                ? Verdict.drift("remove " + path, machine -> machine.run(Command.of("rm", "-f", "--", path)))
                : Verdict.inPlace("there is no " + path);
    }
}
