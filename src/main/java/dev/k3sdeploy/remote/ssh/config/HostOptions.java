package dev.k3sdeploy.remote.ssh.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What holds for one host. An option that nobody set is empty: the defaults are the caller's. */
public final class HostOptions {
    /** Each value of these counts; of others the first. */
    private static final Set<String> LISTS = Set.of("identityfile", "certificatefile");

    private static final List<String> DETOURS = List.of("proxyjump", "proxycommand");

    private final String name;
    private final Asker asker;
    private final Map<String, List<Directive>> values = new LinkedHashMap<>();

    HostOptions(String name, Asker asker) {
        this.name = name;
        this.asker = asker;
    }

    /** Takes a value unless an earlier one wins. A jump and a proxy command are one option in two forms. */
    void add(Directive directive) {
        String keyword = directive.keyword();
        List<String> rivals = DETOURS.contains(keyword) ? DETOURS : List.of(keyword);
        if (LISTS.contains(keyword) || rivals.stream().noneMatch(values::containsKey)) {
            check(directive);
            List<Directive> all = values.computeIfAbsent(keyword, key -> new ArrayList<>());
            if (all.stream().noneMatch(earlier -> earlier.values().equals(directive.values()))) {
                all.add(directive);
            }
        }
    }

    private static void check(Directive directive) {
        switch (directive.keyword()) {
            case "port" -> number(directive, 1, 65535);
            case "connecttimeout" -> {
                if (!directive.value().equals("none")) {
                    number(directive, 0, Integer.MAX_VALUE);
                }
            }
            case "serveraliveinterval", "serveralivecountmax" -> number(directive, 0, Integer.MAX_VALUE);
            case "identitiesonly" -> oneOf(directive, List.of("yes", "no", "true", "false"));
            case "stricthostkeychecking" ->
                oneOf(directive, List.of("yes", "no", "ask", "accept-new", "true", "false", "off"));
            default -> {}
        }
    }

    private static void oneOf(Directive directive, List<String> words) {
        if (!words.contains(directive.value().toLowerCase(Locale.ROOT))) {
            throw directive.problem("is «" + directive.value() + "», and must be one of " + String.join(", ", words));
        }
    }

    private static int number(Directive directive, int least, int most) {
        try {
            int number = Integer.parseInt(directive.value());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw directive.problem("is «" + directive.value() + "», which is not a number from " + least + " to " + most);
    }

    private Optional<Directive> first(String keyword) {
        return Optional.ofNullable(values.get(keyword)).map(all -> all.get(0));
    }

    private Optional<String> value(String keyword) {
        return first(keyword).map(Directive::value);
    }

    private OptionalInt number(String keyword) {
        return first(keyword)
                .filter(directive -> !directive.value().equals("none"))
                .map(directive -> OptionalInt.of(number(directive, 0, Integer.MAX_VALUE)))
                .orElse(OptionalInt.empty());
    }

    private boolean yes(String keyword) {
        return value(keyword)
                .filter(word -> word.equalsIgnoreCase("yes") || word.equalsIgnoreCase("true"))
                .isPresent();
    }

    /** {@return the name that was asked for} */
    public String name() {
        return name;
    }

    /** {@return what HostName says, else the name that was asked for} */
    public String hostName() {
        return value("hostname")
                .map(written -> Tokens.expand(written, token -> token == 'h' ? name : null))
                .orElse(name);
    }

    /** {@return the port that Port says} */
    public OptionalInt port() {
        return number("port");
    }

    /** {@return the user that User says} */
    public Optional<String> user() {
        return value("user");
    }

    /**
     * IdentityFile, as far as it names files.
     *
     * @return in the order in which they are tried; {@code ~} and tokens are replaced
     */
    public List<Path> identityFiles() {
        return values.getOrDefault("identityfile", List.of()).stream()
                .map(Directive::value)
                .filter(written -> !written.equals("none"))
                .map(this::path)
                .toList();
    }

    /** {@return whether IdentitiesOnly is set} */
    public boolean identitiesOnly() {
        return yes("identitiesonly");
    }

    /**
     * Where the agent listens.
     *
     * @return empty when nothing is said, or SSH_AUTH_SOCK; an empty text for «none»
     */
    public Optional<String> identityAgent() {
        return value("identityagent")
                .filter(written -> !written.equals("SSH_AUTH_SOCK"))
                .map(written -> {
                    if (written.equals("none")) {
                        return "";
                    }
                    return written.startsWith("$") && !written.startsWith("${")
                            ? asker.environment().getOrDefault(written.substring(1), "")
                            : path(written).toString();
                });
    }

    /** {@return the machines to go through, the nearest first: ProxyJump, or a ProxyCommand that means the same} */
    public List<Hop> hops() {
        List<Hop> jump = proxyJump();
        return jump.isEmpty() ? command().flatMap(Hop::ofCommand).stream().toList() : jump;
    }

    List<Hop> proxyJump() {
        return first("proxyjump")
                .filter(directive -> !directive.value().equalsIgnoreCase("none"))
                .map(Hop::parse)
                .orElse(List.of());
    }

    /** {@return a ProxyCommand that is more than a jump} */
    public Optional<String> proxyCommand() {
        return command().filter(command -> Hop.ofCommand(command).isEmpty());
    }

    /**
     * Whether it asks for what OpenSSH's ssh can do and the built-in SSH cannot: a ProxyCommand, a key in a token
     * (PKCS11Provider), a security key's library, Kerberos. Debian's file asks for Kerberos on every machine, so that counts
     * only where there is a ticket.
     *
     * @param ticket whether the user has one of Kerberos
     * @return whether the system's ssh would reach the host and the built-in SSH may not
     */
    public boolean isForOpenSsh(boolean ticket) {
        return proxyCommand().isPresent()
                || Stream.of("pkcs11provider", "securitykeyprovider")
                        .anyMatch(keyword -> value(keyword)
                                .filter(library -> !library.equals("none"))
                                .isPresent())
                || (ticket && wantsKerberos());
    }

    /** {@return whether GSSAPIAuthentication is set} */
    public boolean wantsKerberos() {
        return yes("gssapiauthentication");
    }

    Optional<String> command() {
        return value("proxycommand").filter(command -> !command.equalsIgnoreCase("none"));
    }

    /** {@return what StrictHostKeyChecking says, as it is written} */
    public Optional<String> strictHostKeyChecking() {
        return value("stricthostkeychecking").map(word -> word.toLowerCase(Locale.ROOT));
    }

    /** {@return the name that HostKeyAlias gives} */
    public Optional<String> hostKeyAlias() {
        return value("hostkeyalias");
    }

    /** {@return what UserKnownHostsFile says; empty when it says nothing, a list of nothing for «none»} */
    public Optional<List<Path>> userKnownHostsFiles() {
        return files("userknownhostsfile");
    }

    /**
     * GlobalKnownHostsFile, likewise.
     *
     * @return empty when nothing is said, a list of nothing for «none»
     */
    public Optional<List<Path>> globalKnownHostsFiles() {
        return files("globalknownhostsfile");
    }

    private Optional<List<Path>> files(String keyword) {
        return first(keyword)
                .map(directive -> directive.values().stream()
                        .filter(written -> !written.equals("none"))
                        .map(this::path)
                        .toList());
    }

    /**
     * In seconds.
     *
     * @return of one try; empty when nothing is said
     */
    public OptionalInt connectTimeout() {
        return number("connecttimeout");
    }

    /**
     * In seconds.
     *
     * @return 0 for none; empty when nothing is said
     */
    public OptionalInt serverAliveInterval() {
        return number("serveraliveinterval");
    }

    /** {@return how many of these may go unanswered} */
    public OptionalInt serverAliveCountMax() {
        return number("serveralivecountmax");
    }

    private Path path(String written) {
        String expanded = Tokens.expand(Tokens.environment(written, asker.environment()), this::token);
        return asker.path(expanded);
    }

    private @Nullable String token(char token) {
        return switch (token) {
            case 'h' -> hostName();
            case 'n' -> name;
            case 'p' -> String.valueOf(port().orElse(22));
            case 'r' -> user().orElse(asker.user());
            case 'u' -> asker.user();
            case 'd' -> asker.home().toString();
            case 'k' -> hostKeyAlias().orElse(name);
            default -> null;
        };
    }
}
