package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * K3S's unit on a machine, and what it was started with.
 *
 * @param outdated the names of the files that differ from what the unit was started with; «k3s» is the binary
 * @param step the rolling step that the machine is in the middle of
 */
record UnitState(Service service, Set<String> outdated, RollingStep step) {
    /** Another tool started it, or somebody by hand in a unit of their own. */
    private static final String NO_NOTE = "(unknown)";

    /** @throws K3sDeployException on a server that a restore has stopped: nobody but the restore may start it */
    static UnitState of(Probe host, Role role) {
        Service service = Service.of(host, role);
        String[] answers = host.ask(Command.script(Service.fingerprint(role) + "; echo ==; cat "
                        + Service.startedFile(role) + " 2>/dev/null; echo ==; cat " + RollingStep.FILE
                        + " 2>/dev/null; echo ==; ls " + K3sBinary.NEXT + " 2>/dev/null; echo ==; cat "
                        + RestoreNote.FILE
                        + " 2>/dev/null"))
                .out()
                .text()
                .split("(?m)^==\\R", -1);
        RestoreNote.parse(answers.length > 4 ? answers[4] : "").requireStartable(host);
        return new UnitState(
                service, outdated(host, role, answers), RollingStep.parse(answers.length > 2 ? answers[2] : ""));
    }

    /** Running, or on its way to it. */
    boolean started() {
        return service.active() || service.starting();
    }

    /** Whether the binary is another one than that which runs. */
    boolean hasOtherBinary() {
        return outdated.contains("k3s");
    }

    /** Why it is to be restarted. */
    String whyRestart() {
        return outdated.contains(NO_NOTE)
                ? "restart it: nobody has noted what it was started with"
                : "restart it: it runs with an older " + String.join(", ", outdated);
    }

    private static Set<String> outdated(Probe host, Role role, String[] answers) {
        Set<String> then = lines(answers, 1);
        Set<String> outdated =
                new LinkedHashSet<>(then.isEmpty() ? Set.of(NO_NOTE) : different(lines(answers, 0), then));
        if (!lines(answers, 3).isEmpty()) {
            outdated.add("k3s");
        }
        host.filesToBeChanged().stream()
                .filter(path -> Service.runsWith(role, path))
                .map(UnitState::name)
                .forEach(outdated::add);
        return outdated;
    }

    private static String name(String path) {
        return path.equals(K3sBinary.NEXT) ? "k3s" : path.substring(path.lastIndexOf('/') + 1);
    }

    private static Set<String> different(Set<String> now, Set<String> then) {
        Set<String> different = new LinkedHashSet<>(now);
        different.removeAll(then);
        then.stream().filter(line -> !now.contains(line)).forEach(different::add);
        return different.stream()
                .map(line -> line.replaceFirst(".*?(/\\S+).*", "$1").replaceFirst(".*/", ""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> lines(String[] answers, int at) {
        String text = answers.length > at ? answers[at].strip() : "";
        return Arrays.stream(text.split("\\R"))
                .filter(line -> !line.isBlank())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
