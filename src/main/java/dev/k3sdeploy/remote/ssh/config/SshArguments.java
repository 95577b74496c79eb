package dev.k3sdeploy.remote.ssh.config;

import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments of ssh(1), as Ansible's variables hold them, as far as they say how a machine is reached.
 *
 * @param words as they were given, for an ssh that understands them all
 * @param options as configuration lines, in the order they were given in
 * @param file what {@code -F} names
 * @param warnings what is passed over and might matter
 */
public record SshArguments(List<String> words, List<String> options, Optional<String> file, List<String> warnings) {
    /** No arguments. */
    public static final SshArguments NONE = new SshArguments(List.of(), List.of(), Optional.empty(), List.of());

    /** How a connection is kept or shown; k3sdeploy has its own ways, and they change nothing else. */
    private static final Set<String> NO_MATTER = Set.of(
            "controlmaster",
            "controlpath",
            "controlpersist",
            "compression",
            "batchmode",
            "loglevel",
            "requesttty",
            "forwardx11",
            "forwardagent",
            "visualhostkey",
            "updatehostkeys",
            "tcpkeepalive",
            "numberofpasswordprompts");

    private static final Set<String> READ = Set.of(
            "hostname",
            "port",
            "user",
            "identityfile",
            "identitiesonly",
            "identityagent",
            "proxyjump",
            "proxycommand",
            "pkcs11provider",
            "securitykeyprovider",
            "gssapiauthentication",
            "userknownhostsfile",
            "globalknownhostsfile",
            "stricthostkeychecking",
            "hostkeyalias",
            "connecttimeout",
            "serveraliveinterval",
            "serveralivecountmax");

    private static final String FLAGS_OF_NO_MATTER = "46AaCkNnqTtvXxY";
    private static final String WITH_VALUE = "BbcDEeFIiJLlmOopQRSWw";

    /**
     * Takes copies.
     *
     * @param words {@link #words()}
     * @param options {@link #options()}
     * @param file {@link #file()}
     * @param warnings {@link #warnings()}
     */
    public SshArguments {
        words = List.copyOf(words);
        options = List.copyOf(options);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads one text of arguments.
     *
     * @param text as in {@code ansible_ssh_common_args}
     * @return the arguments, and what of them is passed over
     * @throws IllegalArgumentException with the end of a sentence, when it cannot be read
     */
    public static SshArguments parse(String text) {
        if (text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
            throw new IllegalArgumentException("has a control character in it, which no argument can have");
        }
        List<String> words = Words.of(text, false);
        Found found = new Found();
        for (Iterator<String> left = words.iterator(); left.hasNext(); ) {
            found.take(left.next(), left);
        }
        return new SshArguments(words, found.options, found.file, found.warnings);
    }

    /** What one text says, word by word. */
    private static final class Found {
        private final List<String> options = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private Optional<String> file = Optional.empty();

        /** @param after the words that follow, of which the value of an option may be the first */
        void take(String word, Iterator<String> after) {
            if (!word.matches("-[A-Za-z0-9].*")) {
                warnings.add(word);
            } else if (WITH_VALUE.indexOf(word.charAt(1)) >= 0) {
                option(word.charAt(1), value(word, after));
            } else if (word.chars().skip(1).anyMatch(flag -> FLAGS_OF_NO_MATTER.indexOf(flag) < 0)) {
                warnings.add(word);
            }
        }

        private static String value(String word, Iterator<String> after) {
            if (word.length() > 2) {
                return word.substring(2);
            }
            if (!after.hasNext()) {
                throw new IllegalArgumentException("ends with " + word + ", which needs a value");
            }
            return after.next();
        }

        private void option(char letter, String value) {
            switch (letter) {
                case 'F' -> file = Optional.of(value);
                case 'J' -> options.add("ProxyJump " + quoted(value));
                case 'i' -> options.add("IdentityFile " + quoted(value));
                case 'I' -> options.add("PKCS11Provider " + quoted(value));
                case 'l' -> options.add("User " + quoted(value));
                case 'p' -> options.add("Port " + quoted(value));
                case 'o' -> directive(value);
                default -> warnings.add("-" + letter + " " + value);
            }
        }

        private void directive(String value) {
            String keyword = Directive.keyword(value);
            if (READ.contains(keyword)) {
                options.add(value);
            } else if (!NO_MATTER.contains(keyword)) {
                warnings.add("-o " + value);
            }
        }
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * These, then others: of two values the first counts.
     *
     * @param others that count where these say nothing
     * @return both
     */
    public SshArguments and(SshArguments others) {
        return new SshArguments(
                concat(words, others.words),
                concat(options, others.options),
                file.or(others::file),
                concat(warnings, others.warnings));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * A configuration with these options before it.
     *
     * @param config the files'
     * @param source where they come from, for messages
     * @return what counts first in these, then in the files
     * @throws InvalidInputException when an option has a value that it cannot have
     */
    public SshConfig before(SshConfig config, String source) {
        return config.with(options.stream()
                .flatMap(option -> Directive.parse(option, source, 0).stream())
                .toList());
    }
}
