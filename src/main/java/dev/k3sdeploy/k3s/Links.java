package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/**
 * {@code kubectl}, {@code crictl} and {@code ctr} are on the machine: as links to K3S, each only where the machine has
 * no program of that name already.
 */
record Links() implements Task {
    private static final String MISSING = """
            for name in kubectl crictl ctr; do
              command -v $name >/dev/null || [ -e /usr/local/bin/$name ] || echo $name
            done
            """;

    @Override
    public String title() {
        return "Link kubectl, crictl and ctr";
    }

    @Override
    public Verdict check(Probe host) {
        String missing = host.ask(Command.script(MISSING)).text().replace('\n', ' ');
        return missing.isEmpty()
                ? Verdict.inPlace("kubectl, crictl and ctr are there")
                : Verdict.drift(
                        missing.replace(" ", ", "),
                        machine -> machine.run(Command.script(
                                "for name in " + missing + "; do ln -sf k3s /usr/local/bin/$name; done")));
    }
}
