package dev.k3sdeploy.cli;

import dev.k3sdeploy.remote.Shell;
import java.util.List;

/** What was typed after {@code --}: one word is a line for the shell, several are a program and its arguments. */
final class ShellWords {
    private ShellWords() {}

    /** As a line for a POSIX shell; empty when nothing was typed. */
    static String line(List<String> words) {
        return words.size() == 1 ? words.get(0) : Shell.join(words);
    }
}
