package dev.k3sdeploy.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The language of the person at the terminal. */
final class Language {
    /** What texts there are in, besides English. */
    static final Locale FRENCH = Locale.FRENCH;

    private Language() {}

    /**
     * The first of K3SDEPLOY_LANG, LC_ALL, LC_MESSAGES and LANG that says something decides, as for other programs
     * (POSIX, section 8.2); where none does, as on Windows, the system's language.
     */
    static Locale of(Map<String, String> environment, Locale system) {
        return Stream.of("K3SDEPLOY_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(Language::named)
                .orElseGet(() -> spoken(system.getLanguage()));
    }

    /** What {@code --help} says, where it is not the English of the commands themselves. */
    static Optional<ResourceBundle> help(Locale language) {
        return language.equals(FRENCH)
                ? Optional.of(
                        ResourceBundle.getBundle("dev.k3sdeploy.cli.help", language, Language.class.getClassLoader()))
                : Optional.empty();
    }

    /** {@code fr_FR.UTF-8}, {@code fr}; C and POSIX are English. */
    private static Locale named(String value) {
        return spoken(value.split("[_.@-]", 2)[0]);
    }

    private static Locale spoken(String language) {
        return language.equalsIgnoreCase(FRENCH.getLanguage()) ? FRENCH : Locale.ROOT;
    }
}
