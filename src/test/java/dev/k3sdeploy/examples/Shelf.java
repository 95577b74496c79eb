package dev.k3sdeploy.examples;

import dev.k3sdeploy.machines.MachineLogin;
import dev.k3sdeploy.machines.MachineProvider;
import dev.k3sdeploy.machines.MachineSpec;
import dev.k3sdeploy.machines.MachineState;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A machine provider of one's own: real machines on a shelf, each behind a switched socket. Give it to
 * {@code ClusterOptions.madeBy}.
 */
public final class Shelf implements MachineProvider {
    private final Set<String> powered = ConcurrentHashMap.newKeySet();

    @Override
    public List<MachineState> states(List<MachineSpec> wanted) {
        return wanted.stream().map(machine -> state(machine.name())).toList();
    }

    private MachineState state(String name) {
        boolean on = powered.contains(name);
        return new MachineState(
                name,
                on ? MachineState.Existence.RUNNING : MachineState.Existence.STOPPED,
                on ? "powered" : "switched off",
                "shelf");
    }

    @Override
    public List<String> strays(List<MachineSpec> wanted) {
        return List.of();
    }

    @Override
    public void ensure(List<MachineSpec> wanted, Consumer<Message> progress) {
        for (MachineSpec machine : wanted) {
            if (powered.add(machine.name())) {
                progress.accept(Message.verbatim("Switching " + machine.name() + " on"));
            }
        }
    }

    @Override
    public void stop(List<MachineSpec> machines, Consumer<Message> progress) {
        machines.forEach(machine -> powered.remove(machine.name()));
    }

    @Override
    public List<String> remove(List<String> names, Consumer<Message> progress) {
        return names.stream().filter(powered::remove).toList();
    }

    @Override
    public Map<String, MachineLogin> access(List<MachineSpec> machines) {
        return machines.stream()
                .filter(machine -> powered.contains(machine.name()))
                .collect(Collectors.toMap(
                        MachineSpec::name,
                        machine -> new MachineLogin(
                                machine.address(),
                                OptionalInt.empty(),
                                Optional.of("root"),
                                Optional.empty(),
                                Optional.empty())));
    }
}
