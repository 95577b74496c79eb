package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * K3S's unit is enabled and runs with the binary, unit, environment, config.yaml and registries.yaml that are on the
 * machine now. The unit notes at each start what it starts with, so a run that died between a write and the restart is
 * healed by the next one.
 */
record ServiceCurrent(Role role) implements Task {
    /** A server may take a while to end; its start must not be waited for: an agent's lasts until it has joined. */
    private static final Duration STOP_AND_START = Duration.ofMinutes(2);

    @Override
    public String title() {
        return "Start " + role.unit();
    }

    @Override
    public Verdict check(Probe host) {
        Service service = Service.of(host, role);
        String old = outdated(host);
        if (!service.active() && !service.starting()) {
            return Verdict.drift("it is " + service.describe(), this::restart);
        }
        if (!old.isEmpty()) {
            return Verdict.drift("restart it: it runs with an older " + old, this::restart);
        }
        if (service.unread()) {
            return Verdict.drift(
                    "let systemd read " + role.unit() + "'s unit again",
                    machine -> machine.run(Command.of("systemctl", "daemon-reload")));
        }
        if (!service.enabled()) {
            return Verdict.drift(
                    "enable it, so that it starts with the machine",
                    machine -> machine.run(Command.of("systemctl", "--quiet", "enable", role.unit())));
        }
        return Verdict.inPlace(role.unit() + " is " + service.describe() + " with what is on the machine");
    }

    /** The names of the files that differ from what the unit was started with; empty when none does. */
    private String outdated(Probe host) {
        CommandResult answer = host.ask(Command.script(
                Service.fingerprint(role) + "; echo ==; cat " + Service.startedFile(role) + " 2>/dev/null"));
        String[] nowAndThen = answer.out().text().split("(?m)^==\\R", 2);
        Set<String> now = lines(nowAndThen[0]);
        Set<String> then = lines(nowAndThen.length > 1 ? nowAndThen[1] : "");
        if (then.isEmpty()) {
            return "unit that did not note what it started with";
        }
        Set<String> different = new LinkedHashSet<>(now);
        different.removeAll(then);
        then.stream().filter(line -> !now.contains(line)).forEach(different::add);
        return different.stream()
                .map(line -> line.replaceFirst(".*?(/\\S+).*", "$1").replaceFirst(".*/", ""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Set<String> lines(String text) {
        return new LinkedHashSet<>(Arrays.asList(text.strip().split("\\R")).stream()
                .filter(line -> !line.isBlank())
                .toList());
    }

    private void restart(Machine machine) {
        machine.run(Command.script("""
                        systemctl daemon-reload
                        systemctl --quiet enable @unit
                        systemctl reset-failed @unit 2>/dev/null
                        rm -f @started
                        systemctl --no-block restart @unit
                        tries=0
                        while [ ! -s @started ] && [ $tries -lt 1000 ]; do sleep 0.1; tries=$((tries + 1)); done
                        """.replace("@unit", role.unit()).replace("@started", Service.startedFile(role)))
                .within(STOP_AND_START));
    }
}
