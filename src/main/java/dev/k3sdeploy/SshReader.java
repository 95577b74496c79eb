package dev.k3sdeploy;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.ssh.AgentAddress;
import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.KeepAlive;
import dev.k3sdeploy.remote.ssh.Login;
import dev.k3sdeploy.remote.ssh.Patience;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import dev.k3sdeploy.remote.ssh.config.Asker;
import dev.k3sdeploy.remote.ssh.config.Hop;
import dev.k3sdeploy.remote.ssh.config.HostOptions;
import dev.k3sdeploy.remote.ssh.config.SshArguments;
import dev.k3sdeploy.remote.ssh.config.SshConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How hosts are reached over SSH: what the inventory says, then ssh_config files, then defaults, as when Ansible runs
 * ssh.
 */
final class SshReader {
    /** Ansible's order on ssh's command line; ssh takes the first value of an option. */
    private static final List<String> ARGUMENTS =
            List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args");

    private static final List<String> CHECKING = List.of("ansible_ssh_host_key_checking", "ansible_host_key_checking");
    private static final List<String> USER = List.of("ansible_user", "ansible_ssh_user");
    private static final String PORT = "ansible_port";
    private static final String KEY_FILE = "ansible_ssh_private_key_file";
    private static final int MOST_HOPS = 8;

    private final ControlMachine here;
    private final SshOptions options;
    private final Map<Optional<String>, SshConfig> configs = new HashMap<>();
    private final Set<InputProblem> warnings = new LinkedHashSet<>();

    SshReader(ControlMachine here, SshOptions options) {
        this.here = here;
        this.options = options;
    }

    /**
     * A host's endpoint; what is wrong becomes a problem of the host.
     *
     * @param name as it would be given to ssh
     */
    Reached read(HostValues values, String name) {
        try {
            SshArguments arguments = arguments(values);
            SshConfig files = config(options.configFile().or(arguments::file));
            HostOptions asked = arguments
                    .before(files, "host " + values.host().name() + ": ansible_ssh_common_args")
                    .of(name);
            SshEndpoint own = endpoint(values, asked);
            List<HostOptions> way = new ArrayList<>(List.of(asked));
            SshEndpoint reached = through(asked.hops(), files, own, way);
            warnings.addAll(files.warnings());
            return new Reached(
                    reached,
                    way.stream().flatMap(each -> each.proxyCommand().stream()).findFirst(),
                    own.login().namesSecurityKey()
                            || way.stream().anyMatch(each -> each.isForOpenSsh(here.hasKerberosTicket())),
                    asked(values, name, own),
                    words(arguments));
        } catch (InvalidInputException e) {
            values.problems(e.problems());
            SshEndpoint nowhere = SshEndpoint.of(values.host().name(), name, here.user(), ownKeys());
            return new Reached(nowhere, Optional.empty(), false, nowhere, List.of());
        }
    }

    /**
     * The way to a host.
     *
     * @param endpoint for the built-in SSH: with all that ssh_config says
     * @param proxyCommand a program that ssh would connect through, which the built-in SSH cannot
     * @param forOpenSsh whether the way or the login asks for what only the system's ssh can do
     * @param asked for the system's ssh: what to ask it for; ssh_config is its own matter
     * @param arguments for the system's ssh
     */
    record Reached(
            SshEndpoint endpoint,
            Optional<String> proxyCommand,
            boolean forOpenSsh,
            SshEndpoint asked,
            List<String> arguments) {}

    private SshEndpoint asked(HostValues values, String name, SshEndpoint own) {
        return SshEndpoint.of(own.machine(), name, user(values).orElse(here.user()), own.hostKeys())
                .withPort(values.parsed(PORT, SshReader::port).orElse(SshEndpoint.DEFAULT_PORT))
                .with(own.login().withKeys(keyFile(values).stream().toList()))
                .with(own.patience());
    }

    /** Of two files, ssh takes the last. */
    private List<String> words(SshArguments arguments) {
        return Stream.concat(
                        arguments.words().stream(),
                        options.configFile().stream().flatMap(file -> Stream.of("-F", file)))
                .toList();
    }

    /** What was passed over. */
    List<InputProblem> warnings() {
        return List.copyOf(warnings);
    }

    private SshArguments arguments(HostValues values) {
        SshArguments all = SshArguments.NONE;
        for (String variable : ARGUMENTS) {
            SshArguments one = values.parsed(variable, SshArguments::parse).orElse(SshArguments.NONE);
            for (String word : one.warnings()) {
                warnings.add(values.about(
                        variable,
                        "holds «" + word + "», which the built-in SSH passes over",
                        "--transport openssh takes it"));
            }
            all = all.and(one);
        }
        return all;
    }

    private SshConfig config(Optional<String> file) {
        return configs.computeIfAbsent(file, wanted -> {
            Asker asker = new Asker(here.user(), here.home(), here.environment());
            return wanted.map(written ->
                            SshConfig.only(written.equals("none") ? Path.of("none") : here.path(written), asker))
                    .orElseGet(() -> SshConfig.usual(asker));
        });
    }

    private SshEndpoint endpoint(HostValues values, HostOptions asked) {
        Optional<HostKeys.Policy> checking = CHECKING.stream()
                .flatMap(variable -> values.policy(variable).stream())
                .findFirst();
        SshEndpoint endpoint = endpoint(values.host().name(), asked, checking);
        List<Path> keys = Stream.concat(keyFile(values).stream(), endpoint.login().keyFiles().stream())
                .distinct()
                .toList();
        Login login = endpoint.login()
                .withKeys(keys)
                .withPassword(
                        values.password("ansible_password", "ansible_ssh_pass").orElse(null));
        return values.parsed(PORT, SshReader::port)
                .map(endpoint::withPort)
                .orElse(endpoint)
                .withUser(user(values).orElse(endpoint.user()))
                .with(patience(values, endpoint.patience()))
                .with(login);
    }

    private static Patience patience(HostValues values, Patience usual) {
        Patience timed = values.parsed("ansible_ssh_timeout", text -> number(text, 1))
                .map(seconds -> usual.withConnectTimeout(Duration.ofSeconds(seconds)))
                .orElse(usual);
        return values.parsed("ansible_ssh_retries", text -> number(text, 0))
                .map(timed::withRetries)
                .orElse(timed);
    }

    private static int number(String text, int least) {
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least) {
            throw new IllegalArgumentException("is «" + text + "», and must be a whole number of at least " + least);
        }
        return Integer.parseInt(text);
    }

    /** A machine by its configuration only. */
    private SshEndpoint endpoint(String machine, HostOptions asked, Optional<HostKeys.Policy> checking) {
        Patience patience = asked.connectTimeout().orElse(0) > 0
                ? Patience.DEFAULT.withConnectTimeout(
                        Duration.ofSeconds(asked.connectTimeout().getAsInt()))
                : Patience.DEFAULT;
        return SshEndpoint.of(machine, asked.hostName(), asked.user().orElse(here.user()), hostKeys(asked, checking))
                .withPort(asked.port().orElse(SshEndpoint.DEFAULT_PORT))
                .with(Login.WITH_DEFAULT_KEYS
                        .withKeys(asked.identityFiles())
                        .withOnlyNamed(asked.identitiesOnly())
                        .withoutTicket(asked.wantsKerberos() && !here.hasKerberosTicket())
                        .withAgent(asked.identityAgent()
                                .map(address -> Optional.of(address).filter(text -> !text.isEmpty()))
                                .orElseGet(() -> AgentAddress.usual(here.environment()))))
                .with(patience.with(keepAlive(asked)));
    }

    private static KeepAlive keepAlive(HostOptions asked) {
        int interval = asked.serverAliveInterval().orElse(0);
        int count = Math.max(1, asked.serverAliveCountMax().orElse(KeepAlive.DEFAULT.count()));
        return new KeepAlive(interval > 0 ? Duration.ofSeconds(interval) : KeepAlive.DEFAULT.interval(), count);
    }

    private HostKeys hostKeys(HostOptions asked, Optional<HostKeys.Policy> checking) {
        HostKeys.Policy policy = options.hostKeyChecking()
                .or(() -> checking)
                .or(() -> asked.strictHostKeyChecking().map(HostKeys.Policy::of))
                .orElse(HostKeys.Policy.ACCEPT_NEW);
        Path folder = here.home().resolve(".ssh");
        List<Path> others = new ArrayList<>(asked.userKnownHostsFiles()
                .orElse(List.of(folder.resolve("known_hosts"), folder.resolve("known_hosts2"))));
        others.addAll(asked.globalKnownHostsFiles().orElse(List.of(Path.of("/etc/ssh/ssh_known_hosts"))));
        return new HostKeys(policy, here.knownHosts(), others, asked.hostKeyAlias());
    }

    private HostKeys ownKeys() {
        return HostKeys.acceptNew(here.knownHosts());
    }

    /**
     * As ssh: a jump host goes by the files alone, and one of several by its own jump only when it is the first.
     *
     * @param way hears of each machine on it
     */
    private SshEndpoint through(List<Hop> hops, SshConfig files, SshEndpoint endpoint, List<HostOptions> way) {
        if (hops.isEmpty()) {
            return endpoint;
        }
        if (way.size() - 1 + hops.size() > MOST_HOPS) {
            throw InvalidInputException.of(
                    "ProxyJump",
                    "leads to " + endpoint.machine() + " through more than " + MOST_HOPS + " machines",
                    "does a jump host go through itself? Give it `ProxyJump none`");
        }
        Hop nearest = hops.get(hops.size() - 1);
        HostOptions asked = files.of(nearest.name());
        way.add(asked);
        SshEndpoint hop = endpoint(nearest.name(), asked, Optional.empty());
        hop = hop.withUser(nearest.user().orElse(hop.user()))
                .withPort(nearest.port().orElse(hop.port()));
        List<Hop> before = hops.size() > 1 ? hops.subList(0, hops.size() - 1) : asked.hops();
        return endpoint.through(through(before, files, hop, way));
    }

    private static Optional<String> user(HostValues values) {
        return USER.stream()
                .flatMap(variable -> values.parsed(variable, SshReader::user).stream())
                .findFirst();
    }

    private static String user(String text) {
        if (!Destination.isUser(text)) {
            throw new IllegalArgumentException("is «" + text + "», which is no user's name for ssh");
        }
        return text;
    }

    private static int port(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("is «" + text + "», which is not a port");
        }
        return port;
    }

    private Optional<Path> keyFile(HostValues values) {
        Optional<Path> file = values.text(KEY_FILE).map(here::path);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            boolean vagrant = file.get().toString().contains(".vagrant");
            values.problem(
                    KEY_FILE,
                    "names " + file.get() + ", which "
                            + (Files.exists(file.get()) ? "cannot be read" : "does not exist"),
                    vagrant
                            ? "`vagrant up` makes it, in the Vagrantfile's folder; see `vagrant status`"
                            : "check the path, and that your user may read it");
        }
        return file;
    }
}
