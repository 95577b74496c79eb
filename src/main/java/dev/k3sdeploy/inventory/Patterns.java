package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Ansible's host patterns: names, globs, {@code ~regex}, {@code a:b} or {@code a,b}, {@code &b} for «and in b», {@code !b}
 * for «but not in b», {@code g[0]} and {@code g[1:2]} for positions in a group, both ends included.
 */
final class Patterns {
    private static final Pattern SUBSCRIPT = Pattern.compile("(.+)\\[(?:(-?[0-9]+)|([0-9]+)([:-])([0-9]*))\\]");
    private static final Pattern BETWEEN_COLONS = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*\\])+");

    private final GroupGraph graph;

    Patterns(GroupGraph graph) {
        this.graph = graph;
    }

    /** One by one; commas split, and colons where the whole is no address. */
    static List<String> split(String patterns) {
        List<String> parts = new ArrayList<>();
        if (patterns.indexOf(',') >= 0) {
            parts.addAll(List.of(patterns.split(",")));
        } else if (HostAddress.split(patterns) != null) {
            parts.add(patterns);
        } else {
            Matcher matcher = BETWEEN_COLONS.matcher(patterns);
            while (matcher.find()) {
                parts.add(matcher.group());
            }
        }
        return parts.stream().map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    /** What the patterns select, in the order of the patterns that select; exclusions are applied last. */
    Set<HostNode> select(List<String> patterns) throws BadPattern {
        List<String> adding = new ArrayList<>(patterns);
        adding.removeIf(pattern -> pattern.startsWith("!") || pattern.startsWith("&"));
        Set<HostNode> selected = new LinkedHashSet<>();
        for (String pattern : adding.isEmpty() ? List.of(GroupGraph.ALL) : adding) {
            selected.addAll(one(pattern));
        }
        for (String pattern : patterns) {
            if (pattern.startsWith("&")) {
                selected.retainAll(one(pattern.substring(1)));
            }
        }
        for (String pattern : patterns) {
            if (pattern.startsWith("!")) {
                selected.removeAll(one(pattern.substring(1)));
            }
        }
        return selected;
    }

    private Set<HostNode> one(String pattern) throws BadPattern {
        HostNode exact = graph.hosts().get(pattern);
        if (exact != null) {
            return Set.of(exact);
        }
        Matcher subscript = SUBSCRIPT.matcher(pattern);
        if (pattern.startsWith("~") || !subscript.matches()) {
            return matches(pattern);
        }
        return positions(pattern, new ArrayList<>(matches(subscript.group(1))), subscript);
    }

    private static Set<HostNode> positions(String pattern, List<HostNode> hosts, Matcher subscript) throws BadPattern {
        if (hosts.isEmpty()) {
            return Set.of();
        }
        if (subscript.group(2) != null) {
            int index = number(subscript.group(2));
            int position = index < 0 ? hosts.size() + index : index;
            if (position < 0 || position >= hosts.size()) {
                throw new BadPattern(
                        "«" + pattern + "»: there are only " + hosts.size() + " hosts", "the first is [0]");
            }
            return Set.of(hosts.get(position));
        }
        int from = Math.min(number(subscript.group(3)), hosts.size());
        int last = subscript.group(5).isEmpty() ? hosts.size() - 1 : number(subscript.group(5));
        return new LinkedHashSet<>(hosts.subList(from, Math.max(from, Math.min(last + 1, hosts.size()))));
    }

    private static int number(String digits) {
        Integer number = PythonValues.toInteger(digits);
        return number == null ? Integer.MAX_VALUE - 1 : number;
    }

    /** Groups by that name or glob with all their hosts; hosts too, unless a plain name is a group's. */
    private Set<HostNode> matches(String pattern) throws BadPattern {
        Set<HostNode> found = new LinkedHashSet<>();
        List<GroupNode> groups = new ArrayList<>();
        for (String name : matching(pattern, graph.groups().keySet())) {
            groups.add(graph.group(name));
        }
        groups.forEach(group -> found.addAll(group.allHosts()));
        boolean wide = pattern.startsWith("~") || pattern.matches("(?s).*[.?*\\[].*");
        if (groups.isEmpty() || wide) {
            for (String name : matching(pattern, graph.hosts().keySet())) {
                HostNode host = graph.hosts().get(name);
                if (host != null) {
                    found.add(host);
                }
            }
        }
        if (found.isEmpty() && groups.isEmpty() && !pattern.equals(GroupGraph.ALL)) {
            throw new BadPattern("«" + pattern + "» matches no host and no group", nearest(pattern));
        }
        return found;
    }

    private String nearest(String pattern) {
        List<String> names = new ArrayList<>(graph.groups().keySet());
        names.addAll(graph.hosts().keySet());
        return Nearest.to(pattern, names)
                .map(name -> "did you mean «" + name + "»?")
                .orElse("");
    }

    private static List<String> matching(String pattern, Collection<String> names) throws BadPattern {
        try {
            Pattern regex = Pattern.compile(
                    pattern.startsWith("~") ? pattern.substring(1) : Glob.toRegex(pattern), Pattern.DOTALL);
            return names.stream()
                    .filter(name -> pattern.startsWith("~")
                            ? regex.matcher(name).lookingAt()
                            : regex.matcher(name).matches())
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new BadPattern("«" + pattern + "» is no regular expression: " + e.getDescription(), "");
        }
    }

    /** A pattern that cannot be what the user meant. */
    static final class BadPattern extends Exception {
        private final String hint;

        BadPattern(String message, String hint) {
            super(message);
            this.hint = hint;
        }

        String hint() {
            return hint;
        }
    }
}
