package dev.k3sdeploy;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.local.LocalConnection;
import dev.k3sdeploy.task.AuthorizedKey;
import dev.k3sdeploy.task.Hostname;
import dev.k3sdeploy.task.HostsEntries;
import dev.k3sdeploy.task.PackagesUpgraded;
import dev.k3sdeploy.task.Timezone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What makes machines comfortable and K3S does not need: keys, names, time, packages. */
public final class ClusterPreparation {
    /**
     * What to do beyond keys and names.
     *
     * @param key the public key to let in; empty for the user's own in ~/.ssh
     * @param upgrade whether packages are upgraded
     * @param hostnames whether machines are called as in the inventory
     * @param timezone for all of them
     * @param hereToo whether this machine's /etc/hosts names the machines as well
     */
    public record Wish(
            Optional<Path> key, boolean upgrade, boolean hostnames, Optional<String> timezone, boolean hereToo) {}

    /** In the events of a run. */
    static final Target HERE = new Target("this machine");

    private static final List<String> USUAL_KEYS = List.of("id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub");

    private final Plan plan;
    private final ControlMachine here;
    private final ClusterOptions options;
    private final Predicate<Target> limit;

    ClusterPreparation(Plan plan, ControlMachine here, ClusterOptions options, Predicate<Target> limit) {
        this.plan = plan;
        this.here = here;
        this.options = options;
        this.limit = limit;
    }

    Report run(Wish wish, MachineOpener machines) {
        MachineOpener all = (target, claim) -> target.equals(HERE)
                ? RootSession.open(new LocalConnection(), Become.PASSWORDLESS.with(options.becomePassword()), claim)
                : machines.open(target, claim);
        return new Runs(plan, here, options).run(playbook(wish), all);
    }

    /** @throws K3sDeployException when a wish cannot be */
    Playbook playbook(Wish wish) {
        HostsEntries names = new HostsEntries(addresses());
        Optional<String> key = publicKey(wish);
        Play.Builder play = Play.titled("Prepare the machines");
        for (Target target : plan.connections().keySet().stream().filter(limit).toList()) {
            List<Task> tasks = new ArrayList<>();
            key.ifPresent(line -> tasks.add(new AuthorizedKey(user(target), line)));
            if (wish.hostnames()) {
                tasks.add(new Hostname(target.name()));
            }
            tasks.add(names);
            wish.timezone().map(Timezone::new).ifPresent(tasks::add);
            if (wish.upgrade()) {
                tasks.add(new PackagesUpgraded());
            }
            play.on(target, tasks.toArray(Task[]::new));
        }
        List<Play> plays = new ArrayList<>(List.of(play.build()));
        if (wish.hereToo()) {
            requirePosix(names);
            plays.add(Play.of("Name the machines on this machine", List.of(HERE), names));
        }
        return new Playbook("Prepare: cluster " + plan.cluster().name(), plays);
    }

    private String user(Target target) {
        HostConnection host = plan.connections().get(target);
        return host == null || host.local() ? here.user() : host.endpoint().user();
    }

    /** Of all machines, whatever the limit; names that only ssh_config knows have no address to write. */
    private Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        plan.connections().forEach((target, host) -> {
            if (host.address().matches("\\d+(\\.\\d+){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+")) {
                addresses.put(target.name(), host.address());
            }
        });
        return addresses;
    }

    private Optional<String> publicKey(Wish wish) {
        Path folder = here.home().resolve(".ssh");
        Optional<Path> file = wish.key()
                .or(() -> USUAL_KEYS.stream()
                        .map(folder::resolve)
                        .filter(Files::isReadable)
                        .findFirst());
        if (file.isEmpty()) {
            options.notices().note(Message.of("prepare.no-key", folder));
        }
        return file.map(ClusterPreparation::read);
    }

    private static String read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> line.matches("(ssh|ecdsa|sk)-\\S+ \\S+.*"))
                    .findFirst()
                    .orElseThrow(() ->
                            new K3sDeployException(file + " holds no public key", "Name the file that ends in .pub"));
        } catch (IOException e) {
            throw new K3sDeployException("Cannot read " + file + ": " + e, "Check the path", e);
        }
    }

    private static void requirePosix(HostsEntries names) {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            throw new K3sDeployException(
                    "Windows keeps the names of machines in a file that only an administrator may change",
                    "Without --local-hosts, add these lines to C:\\Windows\\System32\\drivers\\etc\\hosts yourself:\n"
                            + names.in(""));
        }
    }
}
