package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.Shell;
import java.time.Duration;
import java.util.function.Function;

/**
 * A file of the control machine lies on the machine, byte for byte: sent only when its sha256 differs. The machine
 * remembers a large file's sha256 until the file is touched, so that a second run need not read it again.
 */
public final class UploadedFile implements Task {
    private static final String MEMOS = "/var/lib/k3sdeploy/sha256";
    private static final String IDENTITY = "%i %s %y %z";
    private static final Duration SENDING = Duration.ofMinutes(30);

    /**
     * What to send.
     *
     * @param name for people
     * @param content opened when it is sent
     * @param sha256 of the content, 64 hex digits
     */
    public record Source(String name, Content content, String sha256) {}

    private final RemoteFile file;
    private final Function<Probe, Source> source;
    private final String title;

    /**
     * A file of this machine on a machine.
     *
     * @param title in the imperative
     * @param file path, owner and mode
     * @param source gives what to send, for a machine
     */
    public UploadedFile(String title, RemoteFile file, Function<Probe, Source> source) {
        this.title = title;
        this.file = file;
        this.source = source;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Verdict check(Probe host) {
        String found = host.ask(sha256AndMode()).text();
        if (found.isEmpty()) {
            return drift("new");
        }
        Source wanted = source.apply(host);
        if (!found.startsWith(wanted.sha256() + " ")) {
            return drift("replace it by " + wanted.name());
        }
        String mode = Integer.toOctalString(Integer.parseInt(file.mode(), 8));
        return found.equals(wanted.sha256() + " " + mode)
                ? Verdict.inPlace(file.path() + " is " + wanted.name())
                : Verdict.drift(
                        "set its mode to " + mode,
                        machine -> machine.run(Command.of("chmod", file.mode(), file.path())));
    }

    private Verdict drift(String summary) {
        return Verdict.writing(file.path(), Diff.of(summary), machine -> {
            Source wanted = source.apply(machine);
            machine.stream(file.place(wanted.sha256()).within(SENDING), wanted.content());
            machine.run(remember(wanted.sha256()));
        });
    }

    /** The memo's first line is inode, size and times: whoever writes the file changes at least its ctime. */
    private Command sha256AndMode() {
        return Command.script("""
                file=%s; memo=%s
                [ -f "$file" ] && [ ! -L "$file" ] || exit 0
                if [ -r "$memo" ] && { read -r known; read -r sum; } <"$memo" && [ "$known" = "$(stat -c '%s' "$file")" ]
                then :; else sum=$(sha256sum <"$file" | cut -d ' ' -f 1); fi
                echo "$sum $(stat -c %%a "$file")"
                """.formatted(Shell.quote(file.path()), Shell.quote(memo()), IDENTITY));
    }

    private Command remember(String sha256) {
        return Command.script("""
                umask 077; mkdir -p %s
                { stat -c '%s' %s; echo %s; } >%s
                """.formatted(MEMOS, IDENTITY, Shell.quote(file.path()), sha256, Shell.quote(memo())));
    }

    private String memo() {
        return MEMOS + "/" + file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
