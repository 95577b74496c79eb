package dev.k3sdeploy;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.BecomeMethod;
import dev.k3sdeploy.remote.BecomeTool;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code ansible_become…}, and the same under a method's own names, which win: {@code ansible_su_user}. */
final class BecomeVariables {
    /** The one that Ansible takes where none is named. */
    private static final BecomeMethod USUAL = BecomeMethod.SUDO;

    private final HostValues values;
    private final Optional<BecomeMethod> named;
    private final BecomeMethod method;

    private BecomeVariables(HostValues values) {
        this.values = values;
        this.named = values.parsed("ansible_become_method", BecomeVariables::method);
        this.method = named.orElse(USUAL);
    }

    static Become read(HostValues values) {
        return values.bool("ansible_become", true) ? new BecomeVariables(values).read() : Become.NO;
    }

    private Become read() {
        Optional<String> exe = parsed("exe", BecomeVariables::program);
        Optional<List<String>> flags = parsed("flags", text -> BecomeTool.flags(method, text));
        boolean chosen = named.isPresent() || exe.isPresent() || flags.isPresent();
        Become become = chosen
                ? Become.PASSWORDLESS.by(new BecomeTool(method, exe.orElse(method.word()), flags.orElse(List.of())))
                : Become.PASSWORDLESS;
        return become.as(parsed("user", BecomeVariables::user).orElse(Become.ROOT))
                .with(values.password(own("pass"), "ansible_become_pass", "ansible_become_password")
                        .orElse(null));
    }

    private <T> Optional<T> parsed(String what, Function<String, T> parser) {
        return values.parsed(own(what), parser).or(() -> values.parsed("ansible_become_" + what, parser));
    }

    private String own(String what) {
        return "ansible_" + method.word() + "_" + what;
    }

    private static BecomeMethod method(String text) {
        String name = text.substring(text.lastIndexOf('.') + 1);
        return BecomeMethod.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "is «" + text + "», which is not supported; the methods are " + BecomeMethod.names()));
    }

    private static String program(String text) {
        if (text.startsWith("-") || text.matches(".*\\s.*")) {
            throw new IllegalArgumentException("is «" + text + "», which is not the name or path of one program");
        }
        return text;
    }

    private static String user(String text) {
        if (!text.matches("[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?")) {
            throw new IllegalArgumentException("is «" + text + "», which is no user's name");
        }
        return text;
    }
}
