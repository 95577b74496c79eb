package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.InventoryReader;
import dev.k3sdeploy.SshOptions;
import dev.k3sdeploy.Transport;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that works on a cluster. */
final class ClusterMixin {
    private static final List<String> USUAL_INVENTORIES = List.of("inventory.yml", "inventory/vagrantbox.yml");

    /** How a run is shown. */
    enum OutputForm {
        LIVE,
        PLAIN,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    private final Main.Surroundings surroundings;
    private Optional<Secret> becomePassword = Optional.empty();

    ClusterMixin(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "Inventory file or folder, as Ansible reads it, or vagrant:[FOLDER]; may be given again.")
    private List<String> inventories = new ArrayList<>();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Work on these hosts and groups only.")
    private Optional<String> limit = Optional.empty();

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "KEY=VALUE",
            description = "A variable that wins over the inventory; @FILE reads a file.")
    private List<String> extraVars = new ArrayList<>();

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "20",
            description = "Work on N machines at once (${DEFAULT-VALUE}).")
    private int forks;

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "Ask for the sudo password.")
    private boolean askBecomePass;

    @Option(
            names = {"-F", "--ssh-config"},
            paramLabel = "FILE",
            description = "Read this instead of ~/.ssh/config, as ssh -F: what `vagrant ssh-config` prints, say.")
    private Optional<String> sshConfig = Optional.empty();

    @Option(
            names = "--host-key-checking",
            paramLabel = "POLICY",
            description = "For machines never seen before: accept-new (the default), yes (refuse), ask, or no.")
    private Optional<String> hostKeyChecking = Optional.empty();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = TransportName.class,
            completionCandidates = TransportName.class,
            description = {
                "built-in; openssh: this machine's ssh, with its configuration; or auto: built-in, and ssh",
                "where its configuration asks for what only it can do (${DEFAULT-VALUE})."
            })
    private Transport transport = Transport.AUTOMATIC;

    @Option(
            names = {"-v", "--verbose"},
            description = {
                "Show what was in place and what was skipped, too, and the commands;",
                "-vv their output; -vvv what SSH does."
            })
    private boolean[] verbose = {};

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "live (on a terminal), plain or json (one object a line).")
    private Optional<OutputForm> output = Optional.empty();

    @Option(names = "--no-color", description = "No colours; as with the environment variable NO_COLOR.")
    private boolean noColor;

    @Mixin
    private VaultOptions vault = new VaultOptions();

    /** {@code up}, {@code node remove}: the command's own name, with this between its words. */
    String command(String separator) {
        return command.qualifiedName(separator).substring(command.root().name().length() + separator.length());
    }

    /** The view of a run that was asked for; else a live one where a person watches, who wants to see no commands. */
    RunView view(boolean diff) {
        Terminal terminal = terminal();
        PlainView.Detail detail = new PlainView.Detail(diff, verbosity());
        boolean watched = terminal.interactive() && terminal.ansi().enabled() && verbosity() == 0;
        return switch (output.orElse(watched ? OutputForm.LIVE : OutputForm.PLAIN)) {
            case JSON -> new JsonView(terminal, verbosity());
            case PLAIN -> new PlainView(terminal, detail);
            case LIVE -> new LiveView(Screen::ofThisProcess, terminal, detail, System::nanoTime);
        };
    }

    /** Of the person who will paste a line. */
    ShellLine shell() {
        return ShellLine.of(surroundings.here().environment(), System.getProperty("os.name", ""));
    }

    /** A line to paste: the same in every language. */
    Message pasted(String variable, String value) {
        return Message.verbatim(shell().set(variable, value));
    }

    boolean verbose() {
        return verbosity() > 0;
    }

    /** How often {@code -v} was given. */
    int verbosity() {
        return verbose.length;
    }

    boolean json() {
        return output.equals(Optional.of(OutputForm.JSON));
    }

    Terminal terminal() {
        Ansi ansi = noColor ? Ansi.OFF : surroundings.ansi();
        return new Terminal(
                surroundings.out(), surroundings.err(), ansi, surroundings.console(), surroundings.language());
    }

    /** Whom questions go to. */
    Prompt prompt() {
        return new Prompt(surroundings.language());
    }

    ControlMachine here() {
        return surroundings.here();
    }

    /** The cluster that the options name, ready to be worked on; warnings go to people only. */
    Cluster cluster(ClusterOptions options) {
        return cluster(options, this::warn);
    }

    /** The cluster that the options name, ready to be worked on. */
    Cluster cluster(ClusterOptions options, Consumer<InputProblem> warn) {
        Cluster cluster = cluster(options, inventory(warn), Supplier::get);
        cluster.warnings().forEach(warn);
        return cluster;
    }

    /** Lets a question to the person at the terminal be asked. */
    interface Asking {
        <T> T ask(Supplier<T> question);
    }

    /**
     * The cluster of an inventory.
     *
     * @param asking around every question that comes up while machines are worked on
     */
    Cluster cluster(ClusterOptions options, Inventory inventory, Asking asking) {
        if (forks < 1) {
            throw InvalidInputException.of("--forks", "must be 1 or more", "");
        }
        ClusterOptions asked = options.forks(forks)
                .by(transport)
                .passphrases(file -> asking.ask(() -> prompt().passphrase(file)))
                .ssh(ssh(asking))
                .becomePassword(becomePassword().orElse(null));
        return Cluster.from(
                inventory, surroundings.here(), limit.map(asked::limit).orElse(asked));
    }

    /** Asked for once, where that is wanted. */
    Optional<Secret> becomePassword() {
        if (askBecomePass && becomePassword.isEmpty()) {
            becomePassword = Optional.of(
                    prompt().secret(Message.of("ask.sudo"), "--ask-become-pass", Message.of("ask.sudo.instead")));
        }
        return becomePassword;
    }

    private SshOptions ssh(Asking asking) {
        SshOptions options = new SshOptions(
                sshConfig, Optional.empty(), (machine, key) -> asking.ask(() -> prompt().trustsHostKey(machine, key)));
        return hostKeyChecking.map(options::withHostKeyChecking).orElse(options);
    }

    /** Where snapshots go on this machine: where the user says, or beside the kubeconfig. */
    Path snapshotFolder(Cluster cluster, Optional<String> named) {
        return named.map(here()::path).orElseGet(() -> cluster.kubeconfigFile().resolveSibling("snapshots"));
    }

    /** The inventory that the options name, before {@code --limit}. */
    Inventory inventory() {
        return inventory(this::warn);
    }

    /** As {@link #inventory()}. */
    Inventory inventory(Consumer<InputProblem> warn) {
        Inventory inventory = inventory(sources());
        inventory.warnings().forEach(warn);
        return inventory;
    }

    private void warn(InputProblem warning) {
        PlainView.warn(warning, terminal());
    }

    private Inventory inventory(List<String> sources) {
        ControlMachine here = surroundings.here();
        InventoryOptions options = new InventoryOptions(
                here.workingDirectory(), here.home(), here.environment(), vault.secrets(here, prompt()));
        return new InventoryReader(here, extraVars, options).read(sources);
    }

    /** The inventories that are read. */
    List<String> sources() {
        return inventories.isEmpty() ? usual() : inventories;
    }

    private List<String> usual() {
        ControlMachine here = surroundings.here();
        for (String name : USUAL_INVENTORIES) {
            if (Files.exists(here.path(name))) {
                return List.of(name);
            }
        }
        if (InventoryReader.hasVagrantfile(here)) {
            return List.of(InventoryReader.VAGRANT);
        }
        throw InvalidInputException.of(
                "-i",
                Message.of("input.no-inventory", String.join(", ", USUAL_INVENTORIES)),
                Message.of("input.no-inventory.next"));
    }
}
