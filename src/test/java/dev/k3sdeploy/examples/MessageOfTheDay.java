package dev.k3sdeploy.examples;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/** A task of one's own: a state, how to see it, and how to bring it about. */
public record MessageOfTheDay(String text) implements Task {
    private static final String FILE = "/etc/motd";

    @Override
    public String title() {
        return "Write " + FILE;
    }

    @Override
    public Verdict check(Probe host) {
        if (host.read(FILE).filter(text::equals).isPresent()) {
            return Verdict.inPlace(FILE + " says so");
        }
        return Verdict.drift(
                "write " + FILE,
                machine -> machine.run(Command.script("cat >" + FILE).withStdin(text)));
    }
}
