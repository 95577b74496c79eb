package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.Shell;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a server keeps its snapshots, and the token that each of them needs.
 *
 * @param path absolute, on the server
 */
public record SnapshotFolder(String path) {
    static final String SERVER = "/var/lib/rancher/k3s/server";

    /** Not beside the snapshots: K3S takes whatever lies there for one, and counts it when it removes old ones. */
    private static final String TOKENS = SERVER + "/snapshot-tokens";

    private static final String USUAL = SERVER + "/db/snapshots";

    /**
     * {@return the folder of a server, which the user may have chosen}
     *
     * @param server with its datastore and options
     */
    public static SnapshotFolder of(NodeSpec server) {
        return new SnapshotFolder(server.options().get("etcd-snapshot-dir").stream()
                .map(Object::toString)
                .findFirst()
                .orElse(USUAL));
    }

    boolean usual() {
        return path.equals(USUAL);
    }

    String file(String name) {
        return path + "/" + name;
    }

    static String tokenFile(String name) {
        return TOKENS + "/" + name;
    }

    /** Shell words that keep the server's token with the snapshot that the shell variable {@code name} names. */
    static String keepToken() {
        return "( umask 077; mkdir -p " + TOKENS + "; cp " + SERVER + "/token \"" + TOKENS + "/$name\" )";
    }

    /** Shell words that keep the token with every snapshot that has none: before it becomes another one. */
    String keepTokens() {
        return "( umask 077; mkdir -p " + TOKENS + "; cd " + Shell.quote(path)
                + " 2>/dev/null || exit 0; for name in *; do"
                + " [ ! -f \"$name\" ] || [ -e \"" + TOKENS + "/$name\" ] || cp " + SERVER + "/token \"" + TOKENS
                + "/$name\"; done )";
    }

    /**
     * The snapshots of a server, the newest first.
     *
     * @param server the machine to ask
     * @return each with its time, size and datastore
     */
    public List<Snapshot> list(Probe server) {
        return server.ask(Command.script("""
                        cd %s 2>/dev/null || exit 0
                        for name in *; do
                          case $name in *.k3sdeploy-part) continue ;; esac
                          [ ! -f "$name" ] || echo "$(stat -c '%%s %%Y' "$name") $([ -e "%s/$name" ] && echo y || echo n) $name"
                        done
                        """.formatted(Shell.quote(path), TOKENS)))
                .text()
                .lines()
                .map(line -> line.split(" ", 4))
                .filter(words -> words.length == 4)
                .map(words -> new Snapshot(
                        words[3],
                        server.target(),
                        Long.parseLong(words[0]),
                        Instant.ofEpochSecond(Long.parseLong(words[1])),
                        words[2].equals("y")))
                .sorted(Comparator.comparing(Snapshot::taken)
                        .thenComparing(Snapshot::name)
                        .reversed())
                .toList();
    }

    /** The token that a snapshot needs: the one kept with it, else the one that the server has now. */
    static Optional<Secret> token(Probe server, String name) {
        return server.readSecret(tokenFile(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .or(() -> NodeToken.readForServers(server));
    }
}
