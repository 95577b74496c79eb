package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One host of an inventory with its variables, which are resolved when they are asked for. Thread-safe. */
public final class Host {
    private final HostVariables variables;
    private final List<String> groups;
    private final World world;

    Host(HostVariables variables, List<String> groups, World world) {
        this.variables = variables;
        this.groups = groups;
        this.world = world;
    }

    /** {@return the name in the inventory, which need not be the address} */
    public String name() {
        return variables.host();
    }

    /** {@return the groups that it belongs to, directly or by way of children, but {@code all}; sorted} */
    public List<String> groups() {
        return groups;
    }

    /**
     * A variable after precedence, with templates rendered and vault text decrypted. Of Ansible's old and new connection
     * names any will do: where several are set, the value is the one that Ansible's connection would use.
     *
     * @param name as in the inventory
     * @return the value with its place, or empty when it is not set
     * @throws InvalidInputException when a template in it names an undefined variable or cannot be rendered
     */
    public Optional<Variable> variable(String name) {
        Given given = Aliases.winner(name, variables::find);
        return given == null ? Optional.empty() : Optional.of(resolved(name, given));
    }

    /**
     * {@return all variables that are set, Ansible's own among them, by name; see {@link #variable}}
     *
     * @throws InvalidInputException with the problems of all variables that cannot be resolved
     */
    public Map<String, Variable> variables() {
        Map<String, Variable> all = new LinkedHashMap<>();
        List<InputProblem> problems = new ArrayList<>();
        for (String name : variables.names()) {
            try {
                variable(name).ifPresent(variable -> all.put(name, variable));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return Collections.unmodifiableMap(all);
    }

    /** {@return the names of all variables that are set; asks for no value, so no template can fail} */
    public Set<String> names() {
        return Collections.unmodifiableSet(variables.names());
    }

    /** {@return the clear texts of all values tagged {@code !vault} that a password opens, in lists and mappings too} */
    public Set<String> vaulted() {
        Set<String> texts = new LinkedHashSet<>();
        variables.all().values().forEach(given -> addVaulted(given.raw(), texts));
        return texts;
    }

    private void addVaulted(@Nullable Object raw, Set<String> texts) {
        if (raw instanceof Encrypted encrypted) {
            try {
                texts.add(world.vault().text(encrypted));
            } catch (VaultException e) {
                return; // nobody can use it; whoever tries is told
            }
        } else if (raw instanceof Map<?, ?> map) {
            map.values().forEach(inner -> addVaulted(inner, texts));
        } else if (raw instanceof List<?> list) {
            list.forEach(inner -> addVaulted(inner, texts));
        }
    }

    /**
     * {@return where {@link #variable} takes the value from; empty when it is not set}
     *
     * @param name as in the inventory
     */
    public Optional<Location> place(String name) {
        return Optional.ofNullable(Aliases.winner(name, variables::find)).map(Given::at);
    }

    /**
     * {@return whether the variable is set and needs, maybe by way of others, a fact that Ansible asks the machine for}
     *
     * @param name as in the inventory
     */
    public boolean asksForFacts(String name) {
        Given given = Aliases.winner(name, variables::find);
        try {
            if (given != null) {
                new Resolver(world).variable(variables, name, given);
            }
            return false;
        } catch (TemplateException e) {
            return e.asksForFact();
        }
    }

    /**
     * {@return the same host with one variable set above all others; templates of other hosts do not see it}
     *
     * @param name any name
     * @param value text, number, boolean, list or mapping; text is no template
     */
    public Host with(String name, Object value) {
        Given given = new Given(new Fixed(value), place(name).orElse(Location.of("host " + name())));
        return new Host(variables.over(Map.of(name, given)), groups, world);
    }

    /**
     * A text of the user's with this host's variables in it; stays a text, whatever it looks like.
     *
     * @param text with {@code {{ }}} in it
     * @param source where the text is from, for messages
     * @return with values in their place
     * @throws InvalidInputException when a template in it names an undefined variable or cannot be rendered
     */
    public String render(String text, String source) {
        if (!Template.mayBe(text)) {
            return text;
        }
        Location at = Location.of(source);
        try {
            // a text that began with { or [ would become a mapping or a list
            Template template = new Template("#" + text, at);
            return Template.inText(template.render(new Resolver(world), variables))
                    .substring(1);
        } catch (TemplateException e) {
            String message = "host " + name() + ": " + e.problem();
            throw new InvalidInputException(
                    List.of(new InputProblem(e.at().source(), e.at().line(), e.at().column(), message, e.hint())));
        }
    }

    private Variable resolved(String name, Given given) {
        try {
            return new Variable(name, new Resolver(world).variable(variables, name, given), given.at());
        } catch (TemplateException e) {
            Location at = e.at();
            String message = "host " + name() + ", variable " + name + ": " + e.problem();
            throw new InvalidInputException(
                    List.of(new InputProblem(at.source(), at.line(), at.column(), message, e.hint())));
        }
    }

    /** One variable under just this name, without the aliases' rule: what a template sees. */
    @Nullable
    Object withoutAliases(String name, Given given) {
        return new Resolver(world).variable(variables, name, given);
    }

    /** As written, for output in Ansible's form. */
    HostVariables raw() {
        return variables;
    }

    @Override
    public String toString() {
        return name();
    }
}
