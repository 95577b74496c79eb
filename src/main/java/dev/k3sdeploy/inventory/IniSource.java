package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An inventory in Ansible's INI form: hosts below {@code [group]}, groups below {@code [group:children]}, variables below
 * {@code [group:vars]}. A value is a Python literal where it reads as one ({@code 0644} does not), else text; so it is for
 * inline values and, whatever Ansible's documentation says, below {@code :vars} too.
 */
final class IniSource {
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029]");
    private static final Pattern SECTION = Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?\\]\\s*(?:#.*)?");
    private static final Pattern GROUP = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");
    private static final Set<String> STATES = Set.of("hosts", "children", "vars");

    private final GroupGraph graph;
    private final Origin origin;
    private final TextFile file;
    private final Problems problems;
    /** Groups named by a parent or by {@code :vars} before a section declared them. */
    private final Map<String, Awaited> awaited = new LinkedHashMap<>();

    private String group = GroupGraph.UNGROUPED;
    private String state = "hosts";
    private Location at;

    IniSource(GroupGraph graph, Origin origin, TextFile file, Problems problems) {
        this.graph = graph;
        this.origin = origin;
        this.file = file;
        this.problems = problems;
        this.at = Location.of(file.name());
    }

    void read() {
        int number = 0;
        for (String line : LINE_END.split(file.text(), -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == ';') {
                continue;
            }
            at = new Location(file.name(), number, line.indexOf(text) + 1);
            line(text);
        }
        awaited.values().forEach(this::tellUndeclared);
    }

    private void line(String text) {
        Matcher section = SECTION.matcher(text);
        if (section.matches()) {
            section(section.group(1), section.group(2) == null ? "hosts" : section.group(2));
        } else if (text.startsWith("[") && text.indexOf(']') < 0) {
            error("the section has no end", "write a ] behind its name");
        } else if (text.startsWith("[") && text.endsWith("]")) {
            error("this is no section", "[group], [group:children] or [group:vars], without blanks");
        } else if (state.equals("vars")) {
            variable(text);
        } else if (state.equals("children")) {
            child(text);
        } else {
            host(text);
        }
    }

    private void section(String name, String kind) {
        if (!STATES.contains(kind)) {
            error("a section of an unknown kind, «" + kind + "»", "[group], [group:children] or [group:vars]");
        }
        group = name;
        state = STATES.contains(kind) ? kind : "hosts";
        if (!graph.groups().containsKey(name)) {
            if (state.equals("vars")) {
                awaited.putIfAbsent(name, new Awaited(name, at, new ArrayList<>(), false));
            }
            graph.addGroup(name);
        }
        Awaited waiting = awaited.get(name);
        if (waiting != null && !state.equals("vars")) {
            declare(waiting);
        }
    }

    private void declare(Awaited declared) {
        awaited.remove(declared.name);
        declared.parents.forEach(
                parent -> graph.addChild(graph.addGroup(parent), graph.addGroup(declared.name), declared.at));
    }

    private void tellUndeclared(Awaited missing) {
        String message = missing.child
                ? "[" + String.join(", ", missing.parents) + ":children] names the group «" + missing.name
                        + "», which no section declares"
                : "[" + missing.name + ":vars] sets variables of a group that no section declares";
        problems.error(missing.at, message, "add a line [" + missing.name + "]");
    }

    private void child(String text) {
        Matcher name = GROUP.matcher(text);
        if (!name.matches()) {
            error("a group's name is expected", "one name on each line below [" + group + ":children]");
        } else if (graph.groups().containsKey(name.group(1))) {
            graph.addChild(graph.group(group), graph.group(name.group(1)), at);
        } else {
            awaited.computeIfAbsent(name.group(1), child -> new Awaited(child, at, new ArrayList<>(), true))
                    .parents
                    .add(group);
        }
    }

    private void variable(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            error("name=value is expected", "variables of hosts go on the host's line, below [" + group + "]");
            return;
        }
        Object value = PythonLiteral.orText(text.substring(equals + 1).strip());
        graph.set(group, text.substring(0, equals).strip(), new Given(value, at));
    }

    private void host(String text) {
        try {
            List<ShellWords.Word> words = ShellWords.split(text);
            List<String> names = names(words.get(0).text());
            Integer port = HostAddress.parse(words.get(0).text()).port();
            names.forEach(name -> graph.addHost(name, graph.group(group), port, origin.at(at)));
            words.subList(1, words.size()).forEach(word -> inline(names, word));
        } catch (ShellWords.Unclosed e) {
            error(String.valueOf(e.getMessage()), "put values with blanks or quotes in quotes: name=\"two words\"");
        } catch (HostRange.BadRange e) {
            error("the range cannot be read: " + e.getMessage(), "");
        }
    }

    private List<String> names(String pattern) throws HostRange.BadRange {
        HostAddress address = HostAddress.parse(pattern);
        if (pattern.endsWith(":") && address.port() == null) {
            error("a host's name cannot end in «:»", "is this a YAML inventory? Then name the file .yml");
        }
        if (pattern.equals("---")) {
            error("«---» starts a YAML file", "name the file .yml");
        }
        return HostRange.unfold(address.name());
    }

    private void inline(List<String> hosts, ShellWords.Word word) {
        Location place = new Location(at.source(), at.line(), at.column() + word.offset());
        int equals = word.text().indexOf('=');
        if (equals < 0) {
            problems.error(
                    place,
                    file.quoting(place, "name=value is expected, not «" + word.text() + "»"),
                    "one host on each line; no blanks around the =");
            return;
        }
        Given value = new Given(PythonLiteral.orText(word.text().substring(equals + 1)), place);
        hosts.forEach(host -> graph.set(host, word.text().substring(0, equals), value));
    }

    private void error(String message, String hint) {
        problems.error(at, file.quoting(at, message), hint);
    }

    /** A group that must still be declared. */
    private record Awaited(String name, Location at, List<String> parents, boolean child) {}
}
