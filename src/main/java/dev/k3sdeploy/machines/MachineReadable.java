package dev.k3sdeploy.machines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code vagrant --machine-readable} prints: lines {@code timestamp,target,type,data…}. A comma in the data is written
 * {@code %!(VAGRANT_COMMA)}, a line end {@code \\n}.
 */
record MachineReadable(List<Line> lines) {
    private static final int TYPE = 2;

    /**
     * One line.
     *
     * @param target a machine, or empty
     */
    record Line(String target, String type, List<String> data) {}

    static MachineReadable parse(String text) {
        return new MachineReadable(text.lines()
                .map(line -> line.split(",", -1))
                .filter(fields -> fields.length > TYPE && fields[0].matches("\\d+"))
                .map(fields -> new Line(
                        plain(fields[1]),
                        fields[TYPE],
                        Arrays.stream(fields)
                                .skip(TYPE + 1)
                                .map(MachineReadable::plain)
                                .toList()))
                .toList());
    }

    private static String plain(String field) {
        return field.replace("%!(VAGRANT_COMMA)", ",").replace("\\n", "\n").replace("\\r", "");
    }

    /** Each target that has a state, in the order in which they are first named. */
    List<VagrantMachine> machines() {
        Map<String, String> states = valuesOf("state");
        Map<String, String> providers = valuesOf("provider-name");
        List<VagrantMachine> machines = new ArrayList<>();
        states.forEach(
                (name, state) -> machines.add(new VagrantMachine(name, providers.getOrDefault(name, ""), state)));
        return machines;
    }

    private Map<String, String> valuesOf(String type) {
        Map<String, String> values = new LinkedHashMap<>();
        lines.stream()
                .filter(line -> line.type().equals(type)
                        && !line.target().isEmpty()
                        && !line.data().isEmpty())
                .forEach(line -> values.put(line.target(), line.data().get(0)));
        return values;
    }

    /**
     * Why a command failed.
     *
     * @param type the name of Vagrant's class of such errors
     */
    record Failure(String type, String text) {}

    Optional<Failure> failure() {
        return lines.stream()
                .filter(line -> line.type().equals("error-exit") && line.data().size() > 1)
                .map(line -> new Failure(line.data().get(0), line.data().get(1).strip()))
                .findFirst();
    }

    /** What is for people, each line of it; {@code ==> vagrantbox-1: Booting VM...}. */
    List<String> said() {
        return lines.stream()
                .filter(line -> line.type().equals("ui") && line.data().size() > 1)
                .flatMap(line -> line.data().get(1).lines())
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The names of installed plugins, as {@code vagrant plugin list} tells them. */
    List<String> plugins() {
        return lines.stream()
                .filter(line ->
                        line.type().equals("plugin-name") && !line.data().isEmpty())
                .map(line -> line.data().get(0))
                .toList();
    }
}
