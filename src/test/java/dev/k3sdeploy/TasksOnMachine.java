package dev.k3sdeploy;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What all tasks of a cluster do, on one machine that stands for all of them and has neither systemd nor K3S. */
final class TasksOnMachine {
    private static final Set<String> WAITING = Set.of("NodeService", "NodeToken");

    /** What looks at a whole cluster: there is none. */
    private static final Set<String> ELSEWHERE = Set.of("Check the machines", "Wait for the cluster");

    private TasksOnMachine() {}

    static IsolatedMachine machine(Path folder) {
        return IsolatedMachine.below(folder)
                .program("ip", "echo '2: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0'")
                .program("systemctl", "exit 1")
                .program("rc-service", "exit 1")
                .program("apt-get", "exit 1")
                .program("exportfs", "exit 0")
                .program("showmount", "exit 1")
                .program("dpkg-query", "exit 1");
    }

    /**
     * Each task that writes, by itself, so that one that fails (there is no systemd) hides none. What starts K3S and
     * waits for it is left out: there is none.
     */
    static void run(Playbook playbook, IsolatedMachine machine) {
        try (Session session = RootSession.open(machine, Become.NO)) {
            for (Play play : playbook.plays()) {
                if (ELSEWHERE.contains(play.title())) {
                    continue;
                }
                play.tasks()
                        .forEach((target, tasks) -> tasks.stream()
                                .filter(task ->
                                        !WAITING.contains(task.getClass().getSimpleName()))
                                .forEach(task -> run(task, target, session)));
            }
        }
    }

    private static void run(Task task, Target target, Session session) {
        Interruption interruption = new Interruption();
        new Runner(
                        any -> new SharedSession(session),
                        Runner.Options.DEFAULTS,
                        event -> {
                            if (event instanceof Event.Waiting) {
                                interruption.request();
                            }
                        },
                        interruption)
                .run(Playbook.of(task.title(), Play.of(task.title(), List.of(target), task)));
    }
}
