package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.CommandFailedException;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Shell;
import java.util.function.Function;

/** A text file of root's has this content and mode. */
public final class FileContent implements Task {
    private static final int ABSENT = 44;
    private static final String LINK = "link";

    /** stat's words are translated where the machine speaks another language; a link may lead nowhere. */
    private static final String QUESTION = "if [ -L @ ]; then echo " + LINK + "; else [ -e @ ] || exit " + ABSENT
            + "; LC_ALL=C stat -c '%a %U:%G %F' @ && cat @; fi";

    private final RemoteFile file;
    private final Function<Probe, String> content;
    private final boolean secret;

    private FileContent(RemoteFile file, Function<Probe, String> content, boolean secret) {
        this.file = file;
        this.content = content;
        this.secret = secret;
    }

    /**
     * {@return a file with this text}
     *
     * @param file path, owner and mode
     * @param content the whole text
     */
    public static FileContent of(RemoteFile file, String content) {
        return new FileContent(file, host -> content, false);
    }

    /**
     * A content that depends on the machine; asked for at each check.
     *
     * @param file path, owner and mode
     * @param content gives the whole text for a machine; may ask it
     * @return the state of that file
     */
    public static FileContent of(RemoteFile file, Function<Probe, String> content) {
        return new FileContent(file, content, false);
    }

    /**
     * As {@link #of(RemoteFile, Function)}, never shown in a diff.
     *
     * @param file path, owner and mode
     * @param content gives the whole text for a machine; may ask it
     * @return the state of that file
     */
    public static FileContent secret(RemoteFile file, Function<Probe, String> content) {
        return new FileContent(file, content, true);
    }

    @Override
    public String title() {
        return "Write " + file.path();
    }

    @Override
    public Verdict check(Probe host) {
        String wanted = content.apply(host);
        String path = Shell.quote(file.path());
        Command asked = Command.script(QUESTION.replace("@", path));
        Command question = secret ? asked.confidential() : asked;
        CommandResult answer = host.ask(question);
        if (answer.exitStatus() == ABSENT) {
            return drift("new", "", wanted);
        }
        if (!answer.succeeded()) {
            throw new CommandFailedException(host.target(), question, question.shown(answer), "");
        }
        String text = answer.out().text();
        int firstLine = text.indexOf('\n');
        return compare(text.substring(0, firstLine), text.substring(firstLine + 1), wanted);
    }

    private Verdict compare(String attributes, String found, String wanted) {
        String mode = Integer.toOctalString(Integer.parseInt(file.mode(), 8));
        if (attributes.equals(LINK)) {
            return drift("a link is in its place", "", wanted);
        }
        boolean rightPlace = attributes.equals(mode + " root:root regular file")
                || attributes.equals(mode + " root:root regular empty file");
        if (!found.equals(wanted)) {
            return drift("its content differs", found, wanted);
        }
        return rightPlace
                ? Verdict.inPlace(file.path() + " has the wanted content")
                : drift("make it a file of root's with mode " + mode + ", now " + attributes, "", "");
    }

    private Verdict drift(String summary, String before, String after) {
        Diff diff = secret || before.equals(after)
                ? Diff.of(secret ? summary + " (a secret, not shown)" : summary)
                : Diff.of(summary, file.path(), before, after);
        Verdict.Fix place = host -> host.run(file.place().withStdin(content.apply(host)));
        return before.equals(after) ? Verdict.drift(diff, place) : Verdict.writing(file.path(), diff, place);
    }
}
