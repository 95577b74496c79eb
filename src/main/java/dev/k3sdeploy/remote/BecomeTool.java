package dev.k3sdeploy.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A program that makes a login user another one, and how it is called.
 *
 * @param method which program it is
 * @param exe its name or path
 * @param flags further options, of those that {@link #flags} lets through
 */
public record BecomeTool(BecomeMethod method, String exe, List<String> flags) {
    /** Asked for by each call as it needs them. */
    private static final Set<String> OURS = Set.of("-S", "--stdin", "-n", "--non-interactive");

    private static final Set<String> OF_SUDO = Set.of(
            "-H",
            "--set-home",
            "-E",
            "--preserve-env",
            "-i",
            "--login",
            "-k",
            "--reset-timestamp",
            "-P",
            "--preserve-groups");
    private static final Set<String> OF_SU =
            Set.of("-", "-l", "--login", "-m", "-p", "--preserve-environment", "-f", "--fast");

    /**
     * Takes a copy of the flags.
     *
     * @param method {@link #method()}
     * @param exe {@link #exe()}
     * @param flags {@link #flags()}
     */
    public BecomeTool {
        flags = List.copyOf(flags);
    }

    /**
     * {@return a program with its own defaults}
     *
     * @param method which program
     */
    public static BecomeTool of(BecomeMethod method) {
        return new BecomeTool(method, method.word(), List.of());
    }

    /**
     * The options in a text as Ansible's {@code become_flags}, without those that k3sdeploy gives by itself.
     *
     * @param method whose options they are
     * @param text words as a shell reads them
     * @return one word each
     * @throws IllegalArgumentException for one that would change who or what is run, or that is not known
     */
    public static List<String> flags(BecomeMethod method, String text) {
        List<String> flags = new ArrayList<>();
        for (String word : text.strip().split("\\s+", -1)) {
            if (OURS.contains(word) && method != BecomeMethod.SU) {
                continue;
            }
            if (!allowed(method).contains(word) && !word.startsWith("--preserve-env=")) {
                throw new IllegalArgumentException("has «" + word + "», which is not supported with " + method.word());
            }
            flags.add(word.equals("-") ? "-l" : word);
        }
        return flags;
    }

    private static Set<String> allowed(BecomeMethod method) {
        return switch (method) {
            case SUDO -> OF_SUDO;
            case SU -> OF_SU;
            case DOAS -> Set.of();
        };
    }

    /** The command line of a shell that is the user's, or a failure where a password would have to be given. */
    String silently(String user) {
        List<String> words = words();
        switch (method) {
            case SUDO, DOAS -> words.addAll(List.of("-n", "-u", user, "/bin/sh"));
            case SU -> words.addAll(List.of("-s", "/bin/sh", user));
        }
        return Shell.join(words);
    }

    /**
     * The command line of a script that runs as the user, once a password has been given in a terminal.
     *
     * @param prompt shown by sudo; the others have words of their own
     */
    String inTerminal(String user, String prompt, String script) {
        List<String> words = words();
        switch (method) {
            case SUDO -> words.addAll(List.of("-p", prompt, "-u", user, "/bin/sh", "-c", script));
            case DOAS -> words.addAll(List.of("-u", user, "/bin/sh", "-c", script));
            case SU -> words.addAll(List.of("-s", "/bin/sh", "-c", script, user));
        }
        return Shell.join(words);
    }

    /** As {@link #inTerminal}, with the password from standard input; sudo alone can do that. */
    String fromInput(String user, String prompt, String script) {
        List<String> words = words();
        words.addAll(List.of("-S", "-p", prompt, "-u", user, "/bin/sh", "-c", script));
        return Shell.join(words);
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of(exe));
        words.addAll(flags);
        return words;
    }

    /** The program as messages name it. */
    @Override
    public String toString() {
        return exe;
    }
}
