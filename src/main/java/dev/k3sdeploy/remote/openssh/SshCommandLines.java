package dev.k3sdeploy.remote.openssh;

import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.KeepAlive;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Command lines of {@code ssh}. The first value of an option is the one that holds: what k3sdeploy cannot do without
 * comes first, then what the inventory says, then k3sdeploy's defaults, and last the user's configuration.
 *
 * @param program the ssh to run
 * @param localUser whom ssh logs in as by itself, unless the configuration says otherwise
 * @param extra arguments of the inventory
 */
record SshCommandLines(String program, String localUser, List<String> extra) {
    SshCommandLines {
        extra = List.copyOf(extra);
    }

    /** The connection that the sessions share. It has none of its own: {@code MaxSessions 1} is enough for one. */
    List<String> master(SshEndpoint endpoint, ControlFolder folder) {
        List<String> words = new ArrayList<>(List.of(program, "-N", "-T"));
        options(words, required(endpoint, folder));
        where(words, endpoint, strictness(endpoint.hostKeys().policy()));
        return words;
    }

    /** For a person: whatever ssh wants to know, it can ask. */
    List<String> interactive(SshEndpoint endpoint, OpenSshConnector.Wish wish) {
        List<String> words = new ArrayList<>(List.of(program));
        if (wish.terminal() && !wish.shellLine().isEmpty()) {
            words.add("-t");
        }
        HostKeys.Policy policy = endpoint.hostKeys().policy();
        where(words, endpoint, policy == HostKeys.Policy.ASK ? "ask" : strictness(policy));
        if (!wish.shellLine().isEmpty()) {
            words.add(wish.shellLine());
        }
        return words;
    }

    /** Which machine, and how to get there. */
    private void where(List<String> words, SshEndpoint endpoint, String strictness) {
        words.addAll(extra);
        options(words, defaults(endpoint, strictness));
        if (endpoint.login().onlyNamed()) {
            options(words, List.of("IdentitiesOnly=yes"));
        }
        endpoint.hostKeys().alias().ifPresent(alias -> options(words, List.of("HostKeyAlias=" + alias)));
        endpoint.login().keyFiles().forEach(key -> words.addAll(List.of("-i", key.toString())));
        if (!endpoint.user().equals(localUser)) {
            words.addAll(List.of("-l", endpoint.user()));
        }
        if (endpoint.port() != SshEndpoint.DEFAULT_PORT) {
            words.addAll(List.of("-p", String.valueOf(endpoint.port())));
        }
        words.addAll(List.of("--", endpoint.host()));
    }

    private static List<String> required(SshEndpoint endpoint, ControlFolder folder) {
        return List.of(
                "ControlMaster=yes",
                "ControlPath=" + folder.socket(),
                "ControlPersist=no",
                "RemoteCommand=none",
                "PermitLocalCommand=no",
                "ClearAllForwardings=yes",
                "ForkAfterAuthentication=no",
                // Without a password nobody is asked for anything; with one, ssh asks our answer to its question once.
                "BatchMode=" + (endpoint.login().password() == null ? "yes" : "no"),
                "NumberOfPasswordPrompts=1",
                "KnownHostsCommand=/bin/sh " + folder.keyScript() + " %t %K",
                // Neither banners nor «Permanently added»: what is left is why it failed.
                "LogLevel=ERROR");
    }

    private static List<String> defaults(SshEndpoint endpoint, String strictness) {
        HostKeys hostKeys = endpoint.hostKeys();
        KeepAlive keepAlive = endpoint.patience().keepAlive();
        String files = Stream.concat(Stream.of(hostKeys.own()), hostKeys.others().stream())
                .map(SshCommandLines::quoted)
                .collect(Collectors.joining(" "));
        return List.of(
                "UserKnownHostsFile=" + files,
                "StrictHostKeyChecking=" + strictness,
                "UpdateHostKeys=no",
                "HashKnownHosts=no",
                "ConnectTimeout="
                        + Math.max(1, endpoint.patience().connectTimeout().toSeconds()),
                "ServerAliveInterval=" + keepAlive.interval().toSeconds(),
                "ServerAliveCountMax=" + keepAlive.count());
    }

    private static String strictness(HostKeys.Policy policy) {
        return switch (policy) {
            case ACCEPT_NEW -> "accept-new";
            // ssh has no terminal to ask on: it refuses, a person is asked, and ssh is started once more.
            case YES, ASK -> "yes";
            case NO -> "no";
        };
    }

    private static String quoted(Path file) {
        return "\"" + file.toString().replace("%", "%%") + "\"";
    }

    /**
     * A session of the shared connection. Trap: without a master ssh would connect by itself, so the way is barred.
     *
     * @param command any; the login shell is given it in a form that every shell reads alike
     */
    List<String> session(SshEndpoint endpoint, ControlFolder folder, String command) {
        List<String> words = new ArrayList<>(List.of(program, "-F", "/dev/null", "-q", "-T"));
        options(words, List.of("ControlPath=" + folder.socket(), "ControlMaster=no", "ProxyCommand=exit 255"));
        words.addAll(List.of("--", endpoint.host(), command));
        return words;
    }

    private static void options(List<String> words, List<String> options) {
        options.forEach(option -> words.addAll(List.of("-o", option)));
    }
}
