package dev.k3sdeploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Inventories of a server, an agent and a machine that serves NFS, in which every variable of the catalogue has a hostile
 * text, as far as the program takes it. What it refuses, it must refuse as a user's mistake.
 *
 * @param usual variables of all hosts that have their usual values
 */
record HostileSite(Site site, Map<String, Object> usual) {
    private static final Pattern SUBJECT = Pattern.compile("^(?:host \\S+: )?([a-z0-9_]+) ");

    /** Which hosts are what: they are compared with names, and a hostile one leaves no agent to try the others on. */
    private static final Set<String> ROLES =
            Set.of("k3s_role", "k3s_control_node", "k3s_server_group", "k3s_agent_group");

    /** On a control machine with a K3S that only tells its version. */
    static HostileSite in(Path folder) {
        try {
            Path k3s = Files.writeString(folder.resolve("k3s"), "#!/bin/sh\necho 'k3s version v1.33.5+k3s1 (0)'\n");
            if (!k3s.toFile().setExecutable(true)) {
                throw new AssertionError("chmod");
            }
            return new HostileSite(
                    new Site(folder).with("K3SDEPLOY_K3S", k3s.toString()),
                    Map.of("nfs_data_dir", "/var/lib/nfs-data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostileSite with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(usual);
        more.put(name, value);
        return new HostileSite(site, more);
    }

    /** The variables that take the text, each in the first form in which it does; usual ones stay as they are. */
    Map<String, Object> taking(String text) {
        return taking(text, variable -> true);
    }

    /** The same of some variables only. */
    Map<String, Object> taking(String text, Predicate<String> which) {
        Map<String, Object> taken = new LinkedHashMap<>(usual);
        for (Object form : HostileTexts.forms(text, site.folder())) {
            Map<String, Object> trial = new LinkedHashMap<>(taken);
            VariableCatalogue.all().stream().filter(which).forEach(variable -> trial.putIfAbsent(variable, form));
            trial.keySet().removeAll(ROLES);
            while (trial.keySet().removeAll(refused(trial))) {
                trial.putAll(taken);
            }
            if (refused(trial).isEmpty()) {
                taken.putAll(trial);
            } else { // a problem under another name: that of an alias
                trial.keySet().removeAll(taken.keySet());
                trial.keySet().forEach(variable -> tryAlone(taken, variable, form));
            }
        }
        return taken;
    }

    private void tryAlone(Map<String, Object> taken, String variable, Object form) {
        Map<String, Object> trial = new LinkedHashMap<>(taken);
        trial.put(variable, form);
        if (refused(trial).isEmpty()) {
            taken.put(variable, form);
        }
    }

    /** The variables with which something is wrong, as far as the problems name them; an asterisk stands for others. */
    private Set<String> refused(Map<String, Object> variables) {
        try {
            plan(inventory(variables));
            return Set.of();
        } catch (InvalidInputException e) {
            return e.problems().stream()
                    .map(problem -> SUBJECT.matcher(problem.message()))
                    .map(subject -> subject.find() ? subject.group(1) : "*")
                    .collect(Collectors.toSet());
        }
    }

    Plan plan(Inventory inventory) {
        return new PlanReader(inventory, site.here(), ClusterOptions.DEFAULTS).read();
    }

    Cluster cluster(Inventory inventory) {
        return Cluster.from(inventory, site.here(), ClusterOptions.DEFAULTS);
    }

    /** The server and the machine of NFS have the address of the variables where those give one. */
    Inventory inventory(Map<String, Object> variables) {
        boolean addressed = variables.containsKey("ansible_host") || variables.containsKey("ansible_ssh_host");
        return inventory(
                variables,
                Map.of(
                        "k3s_master", host("one", addressed ? Map.of() : Map.of("ansible_host", "192.0.2.1")),
                        "k3s_agent", host("two", Map.of("ansible_host", "192.0.2.2", "ansible_ssh_host", "192.0.2.2")),
                        "nfs_server",
                                host(
                                        "nfs",
                                        addressed
                                                ? Map.of("ansible_port", 2222, "ansible_ssh_port", 2222)
                                                : Map.of("ansible_host", "192.0.2.3"))));
    }

    /** Of groups by their names. */
    Inventory inventory(Map<String, Object> variables, Map<String, Object> groups) {
        Map<String, Object> all = new LinkedHashMap<>(groups);
        all.put("all", Map.of("vars", variables));
        try {
            return site.inventory(new ObjectMapper().writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A group of one host. */
    static Map<String, Object> host(String name, Map<String, Object> variables) {
        return Map.of("hosts", Map.of(name, variables));
    }
}
