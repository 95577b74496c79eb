package dev.k3sdeploy;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.machines.MachineProvider;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.PassphraseSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What {@link ClusterOptions} hold. Filled before anybody else sees it, and never changed after that. */
final class ClusterWishes {
    int forks = 20;
    Map<String, Object> variables = Map.of();

    @Nullable
    String limit;

    boolean checkOnly;

    @Nullable
    Secret becomePassword;

    PassphraseSource passphrases = PassphraseSource.NOBODY;
    SshOptions ssh = SshOptions.DEFAULTS;
    Consumer<Event> listener = event -> {};
    ClusterOptions.Notices notices = ClusterOptions.Notices.SILENT;

    @Nullable
    Interruption interruption;

    Set<String> skippedChecks = Set.of();
    Transport transport = Transport.AUTOMATIC;

    @Nullable
    Connector connector;

    @Nullable
    MachineProvider machines;

    ExtraPlays plays = ExtraPlays.NONE;

    RunLock lock = RunLock.DEFAULT;

    ClusterWishes copy() {
        ClusterWishes copy = new ClusterWishes();
        copy.forks = forks;
        copy.variables = variables;
        copy.limit = limit;
        copy.checkOnly = checkOnly;
        copy.becomePassword = becomePassword;
        copy.passphrases = passphrases;
        copy.ssh = ssh;
        copy.listener = listener;
        copy.notices = notices;
        copy.interruption = interruption;
        copy.skippedChecks = skippedChecks;
        copy.transport = transport;
        copy.connector = connector;
        copy.machines = machines;
        copy.plays = plays;
        copy.lock = lock;
        return copy;
    }
}
