package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Inventories made at random, the same for the same seed: groups within groups, hosts in several, variables everywhere. */
final class GeneratedInventories {
    private static final List<String> VALUES = List.of(
            "1",
            "text",
            "yes",
            "0644",
            "1.50",
            "'quoted'",
            "\"a b\"",
            "~",
            "[1, two]",
            "{k: v}",
            "12:30",
            "a#b",
            "'{{ x }}'",
            "1e3",
            "2001-12-14",
            "0x1f",
            "null",
            "'no'",
            "on");
    private static final List<String> INLINE = List.of(
            "1",
            "text",
            "True",
            "0644",
            "1.50",
            "'two words'",
            "\"[1, 'a']\"",
            "None",
            "a\\ b",
            "x=y",
            "0x1f",
            "\"{'k': 1}\"",
            "''");

    private final Random random;

    private GeneratedInventories(long seed) {
        this.random = new Random(seed);
    }

    static List<DifferentialCase> of(int count) {
        List<DifferentialCase> all = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            GeneratedInventories generated = new GeneratedInventories(seed);
            all.add(generated.one("generated " + seed, seed % 2 == 0));
        }
        return all;
    }

    private DifferentialCase one(String name, boolean yaml) {
        int groups = 2 + random.nextInt(6);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(yaml ? "inv/hosts.yml" : "inv/hosts", yaml ? yaml(groups) : ini(groups));
        for (int i = random.nextInt(5); i > 0; i--) {
            String group = random.nextInt(4) == 0 ? "all" : "g" + random.nextInt(groups);
            String file = "inv/group_vars/" + group + pick(List.of(".yml", ".yaml", "/a.yml", "/b", ".json.dist"));
            files.put(file, vars(""));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            files.put("inv/host_vars/h" + random.nextInt(6) + ".yaml", vars(""));
        }
        List<String> extra = random.nextInt(3) == 0 ? List.of("v" + random.nextInt(4) + "=extra") : List.of();
        String source = random.nextBoolean() ? "inv" : yaml ? "inv/hosts.yml" : "inv/hosts";
        return new DifferentialCase(name, List.of(source), extra, List.of(), files, List.of());
    }

    /** Group i holds only groups with a higher number, so that there are no cycles. */
    private String yaml(int groups) {
        StringBuilder text = new StringBuilder();
        for (int g = 0; g < groups; g++) {
            text.append("g").append(g).append(":\n");
            text.append("  vars:\n").append(vars("    ")).append("  hosts:\n");
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append("    h")
                        .append(i)
                        .append(random.nextInt(5) == 0 ? "[1:2]" : "")
                        .append(":\n");
                text.append(random.nextBoolean() ? vars("      ") : "");
            }
            text.append("  children:\n");
            for (int child = g + 1; child < groups; child++) {
                text.append(random.nextInt(3) == 0 ? "    g" + child + ":\n" : "");
            }
        }
        return text.toString();
    }

    private String ini(int groups) {
        StringBuilder text = new StringBuilder("alone v0=1\n");
        for (int g = 0; g < groups; g++) {
            text.append("[g").append(g).append("]\n");
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append("h").append(random.nextInt(6)).append(random.nextInt(5) == 0 ? "[1:2]" : "");
                text.append(" v")
                        .append(random.nextInt(4))
                        .append('=')
                        .append(pick(INLINE))
                        .append('\n');
            }
        }
        for (int g = 0; g < groups; g++) {
            text.append("[g")
                    .append(g)
                    .append(":vars]\nv")
                    .append(random.nextInt(4))
                    .append('=')
                    .append(pick(INLINE))
                    .append('\n');
            text.append(random.nextInt(4) == 0 ? "ansible_group_priority=" + random.nextInt(5) + "\n" : "");
            text.append("[g").append(g).append(":children]\n");
            for (int child = g + 1; child < groups; child++) {
                text.append(random.nextInt(3) == 0 ? "g" + child + "\n" : "");
            }
        }
        return text.toString();
    }

    private String vars(String indent) {
        StringBuilder text = new StringBuilder();
        int first = random.nextInt(4);
        for (int v = first; v < first + 1 + random.nextInt(3); v++) {
            text.append(indent)
                    .append("v")
                    .append(v)
                    .append(": ")
                    .append(pick(VALUES))
                    .append('\n');
        }
        return text.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
