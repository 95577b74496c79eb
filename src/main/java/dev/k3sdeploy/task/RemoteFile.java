package dev.k3sdeploy.task;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;

/**
 * A regular file of root's on a machine. It is always replaced as a whole: written beside its place with its final
 * mode, then renamed, so that nobody ever sees half of it and a running binary can be replaced.
 *
 * @param path absolute
 * @param mode octal, as chmod reads it: {@code 0600}
 */
public record RemoteFile(String path, String mode) {
    private static final String PLACE = """
            set -e
            target=%s; part=$target.k3sdeploy-part; sum=%s
            ( umask 022; mkdir -p "${target%%/*}" )
            umask 077
            trap 'rm -f "$part"' EXIT
            rm -f "$part"
            cat >"$part"
            if [ -n "$sum" ] && [ "$(sha256sum <"$part" | cut -d ' ' -f 1)" != "$sum" ]; then
              echo "what arrived is not what was sent: its sha256 differs" >&2; exit 65
            fi
            chown root:root "$part"
            chmod %s "$part"
            sync "$part" 2>/dev/null || sync
            mv -fT "$part" "$target"
            """;

    /**
     * Puts standard input in the file's place.
     *
     * @return a command that sets owner and mode before the file has its name
     */
    public Command place() {
        return place("");
    }

    /** As {@link #place()}, unless what arrives has another sha256: then nothing is left behind. */
    Command place(String sha256) {
        return Command.script(PLACE.formatted(Shell.quote(path), sha256, mode));
    }
}
