package dev.k3sdeploy.cli;

import dev.k3sdeploy.remote.Shell;
import java.util.Locale;
import java.util.Map;

/** The line that sets an environment variable, in the words of the user's shell. */
enum ShellLine {
    /** And any other POSIX shell. */
    BASH,
    ZSH,
    FISH,
    POWERSHELL,
    CMD;

    /**
     * The shell that this was started from, as far as it shows.
     *
     * @param system the operating system's name, as {@code os.name} has it
     */
    static ShellLine of(Map<String, String> environment, String system) {
        String shell = environment.getOrDefault("SHELL", "");
        if (shell.isEmpty() && system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            return environment.containsKey("PSModulePath") ? POWERSHELL : CMD;
        }
        return shell.endsWith("/fish") ? FISH : shell.endsWith("/zsh") ? ZSH : BASH;
    }

    String set(String name, String value) {
        return switch (this) {
            case BASH, ZSH -> "export " + name + "=" + Shell.quote(value);
            case FISH -> "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case POWERSHELL -> "$Env:" + name + " = '" + value.replace("'", "''") + "'";
            case CMD -> "set \"" + name + "=" + value + "\"";
        };
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
