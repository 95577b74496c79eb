package dev.k3sdeploy.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** The state of several machines at one moment. */
final class LabState {
    private final List<LabHost> hosts;
    private final MachineState[] states;

    private LabState(List<LabHost> hosts) {
        this.hosts = hosts;
        this.states = hosts.parallelStream().map(MachineState::of).toArray(MachineState[]::new);
    }

    static LabState of(List<LabHost> hosts) {
        return new LabState(hosts);
    }

    /** How many things were looked at on the machine with the fewest. */
    int size() {
        return Arrays.stream(states).mapToInt(MachineState::size).min().orElse(0);
    }

    /** What is not the same on which machine; none when nothing changed. */
    List<String> differencesTo(LabState later) {
        return differences(later, MachineState::differencesTo);
    }

    /** As {@link #differencesTo}, without the times and sizes of directories, which tell that something came and went. */
    List<String> lastingDifferencesTo(LabState later) {
        return differences(later, MachineState::lastingDifferencesTo);
    }

    private List<String> differences(LabState later, BiFunction<MachineState, MachineState, List<String>> comparison) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            LabHost host = hosts.get(i);
            comparison.apply(states[i], later.states[i]).forEach(line -> differences.add(host + ": " + line));
        }
        return differences;
    }
}
