package dev.k3sdeploy.remote.ssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine to go through.
 *
 * @param name as it would be given to ssh: its own entry in the files says the rest
 * @param user written with it; empty where its entry says it
 * @param port written with it; empty where its entry says it
 */
public record Hop(String name, Optional<String> user, OptionalInt port) {
    private static final Pattern FORM =
            Pattern.compile("(?:(?<user>[^@\\s]+)@)?(?:\\[(?<v6>[^]]+)]|(?<host>[^:@\\s]+))(?::(?<port>\\d{1,5}))?");

    /** What a ProxyCommand of the form {@code ssh -W %h:%p HOST} means; empty for any other. */
    static Optional<Hop> ofCommand(String command) {
        List<String> words = Words.of(command, false);
        if (words.size() < 4 || !words.get(0).matches("(.*/)?ssh")) {
            return Optional.empty();
        }
        Optional<Hop> hop = Optional.empty();
        Optional<String> user = Optional.empty();
        OptionalInt port = OptionalInt.empty();
        boolean forwards = false;
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            boolean last = at + 1 == words.size();
            if (word.equals("-W") && !last) {
                forwards = words.get(++at).matches("\\[?%h]?:%p");
            } else if (word.equals("-p") && !last && words.get(at + 1).matches("\\d{1,5}")) {
                port = OptionalInt.of(Integer.parseInt(words.get(++at)));
            } else if (word.equals("-l") && !last) {
                user = Optional.of(words.get(++at));
            } else if (!word.startsWith("-") && hop.isEmpty()) {
                hop = one(word);
            } else if (!word.matches("-[qTaxnC]+")) {
                return Optional.empty();
            }
        }
        if (!forwards || hop.isEmpty()) {
            return Optional.empty();
        }
        Hop found = hop.get();
        return Optional.of(new Hop(
                found.name, found.user.isPresent() ? found.user : user, found.port.isPresent() ? found.port : port));
    }

    static List<Hop> parse(Directive directive) {
        List<Hop> hops = new ArrayList<>();
        for (String written : directive.value().split(",", -1)) {
            hops.add(one(written)
                    .orElseThrow(() -> directive.problem(
                            "is «" + directive.value() + "»; write [user@]host[:port], several with commas between")));
        }
        return hops;
    }

    private static Optional<Hop> one(String written) {
        Matcher matcher =
                FORM.matcher(written.strip().replaceFirst("^ssh://", "").replaceFirst("/$", ""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group("port");
        return Optional.of(new Hop(
                matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6"),
                Optional.ofNullable(matcher.group("user")),
                port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
    }
}
