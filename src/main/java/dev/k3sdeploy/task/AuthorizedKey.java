package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.util.List;

/**
 * A public key may log in as a user.
 *
 * @param user of the machine, with a home there
 * @param line as in a .pub file: type, key, comment
 */
public record AuthorizedKey(String user, String line) implements Task {
    /** The folder is the user's, so the user writes there, and root follows no link of theirs. */
    private static final String ADD = """
            umask 077
            mkdir -p ~/.ssh
            file=~/.ssh/authorized_keys
            if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then echo >>"$file"; fi
            cat >>"$file"
            chmod 0600 "$file"
            """;

    /**
     * @param user {@link #user()}
     * @param line {@link #line()}
     * @throws IllegalArgumentException when this is no public key
     */
    public AuthorizedKey {
        if (!line.matches("(ssh|ecdsa|sk)-\\S+ [A-Za-z0-9+/=]+( [^\\n]*)?")) {
            throw new IllegalArgumentException("this is not the line of a public key: «" + line + "»");
        }
    }

    @Override
    public String title() {
        return "Let your key log in as " + user;
    }

    @Override
    public Verdict check(Probe host) {
        String name = Shell.quote(user);
        if (!host.holds(Command.script("getent passwd " + name + " >/dev/null"))) {
            return new Verdict.NotNeeded("there is no user " + user);
        }
        List<String> words = List.of(line.split(" ", 3));
        String file = "\"$(getent passwd " + name + " | cut -d : -f 6)/.ssh/authorized_keys\"";
        boolean there = host.ask(Command.script("cat " + file + " 2>/dev/null"))
                .text()
                .lines()
                .anyMatch(known -> (" " + known + " ").contains(" " + words.get(0) + " " + words.get(1) + " "));
        return there
                ? Verdict.inPlace("~" + user + "/.ssh/authorized_keys has it")
                : Verdict.drift(
                        "add it to ~" + user + "/.ssh/authorized_keys",
                        machine -> machine.run(add().withStdin(line + "\n")));
    }

    private Command add() {
        return user.equals("root")
                ? Command.script("HOME=$(getent passwd root | cut -d : -f 6)\n" + ADD)
                : Command.of("su", "-s", "/bin/sh", "-c", ADD, "-", user);
    }
}
