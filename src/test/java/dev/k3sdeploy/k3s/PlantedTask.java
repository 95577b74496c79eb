package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.util.ArrayList;
import java.util.List;

/** A task on a machine on which something is done first, and looked at before each check but the first. */
final class PlantedTask implements Task {
    private final Task task;
    private final Command plant;
    private final Command look;
    private final List<String> seen = new ArrayList<>();
    private boolean planted;

    PlantedTask(Task task, String plant, String look) {
        this.task = task;
        this.plant = Command.script(plant);
        this.look = Command.script(look);
    }

    @Override
    public String title() {
        return task.title();
    }

    @Override
    public Verdict check(Probe host) {
        if (planted) {
            seen.add(host.ask(look).out().text());
        } else {
            CommandResult result = host.ask(plant);
            if (!result.succeeded()) {
                throw new AssertionError("cannot plant: " + result.errors());
            }
        }
        planted = true;
        return task.check(host);
    }

    /** What the last look saw. */
    String seen() {
        return seen.get(seen.size() - 1);
    }
}
