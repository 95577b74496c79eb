package dev.k3sdeploy.remote.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A key to try. */
sealed interface KeyChoice {
    /** The agent signs with it. */
    record InAgent(AgentKey key) implements KeyChoice {}

    /** Its private half is in this file. */
    record InFile(Path file) implements KeyChoice {}

    /**
     * The keys to try, best first. A key that is named comes before the agent's others, unlike in OpenSSH: sshd ends the
     * connection after six refusals, and some agents hold more. One that the agent holds too comes from the agent, which
     * asks for no passphrase.
     *
     * @param defaults the files under the usual names, for a login that names none
     */
    static List<KeyChoice> inOrder(Login login, List<Path> defaults, List<AgentKey> agentKeys) {
        Map<String, AgentKey> others = new LinkedHashMap<>();
        agentKeys.forEach(key -> others.put(key.base64(), key));
        boolean named = !login.keyFiles().isEmpty();
        List<KeyChoice> choices = new ArrayList<>();
        (named ? login.keyFiles() : login.onlyNamed() ? defaults : List.<Path>of())
                .forEach(file -> choices.addAll(of(file, others)));
        if (!login.onlyNamed()) {
            List<KeyChoice> last = new ArrayList<>();
            (named ? List.<Path>of() : defaults)
                    .stream()
                            .flatMap(file -> of(file, others).stream())
                            .forEach(choice -> (choice instanceof InAgent ? choices : last).add(choice));
            others.values().forEach(key -> choices.add(new InAgent(key)));
            choices.addAll(last);
        }
        return choices;
    }

    private static List<KeyChoice> of(Path file, Map<String, AgentKey> agentKeys) {
        List<KeyChoice> held = PublicHalf.of(file).stream()
                .flatMap(key -> Stream.ofNullable(agentKeys.remove(key)))
                .<KeyChoice>map(InAgent::new)
                .toList();
        return held.isEmpty() ? List.of(new InFile(file)) : held;
    }
}
