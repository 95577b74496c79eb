package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Shell;

/**
 * There is a folder with this mode. Whose it is, and what is in it, is left as it is.
 *
 * @param path absolute
 * @param mode octal, as chmod reads it: {@code 0777}
 */
public record FolderThere(String path, String mode) implements Task {
    @Override
    public String title() {
        return "Create " + path;
    }

    @Override
    public Verdict check(Probe host) {
        CommandResult found = host.ask(Command.script("[ ! -d @ ] || stat -c %a @".replace("@", Shell.quote(path))));
        String wanted = Integer.toOctalString(Integer.parseInt(mode, 8));
        if (found.text().equals(wanted)) {
            return Verdict.inPlace("it is there, with mode " + wanted);
        }
        return Verdict.drift(
                found.text().isEmpty() ? "new" : "set its mode to " + wanted + ", now " + found.text(),
                machine -> machine.run(Command.script(
                        "mkdir -p @ && chmod %s @".formatted(mode).replace("@", Shell.quote(path)))));
    }
}
