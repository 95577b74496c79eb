package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Command;
import java.util.ArrayList;
import java.util.List;

/** The kubectl within K3S: on a server it reaches that server's API as its administrator, with nothing else installed. */
final class Kubectl {
    private Kubectl() {}

    /** @param words the subcommand first; each is passed exactly as given */
    static Command of(String... words) {
        List<String> all = new ArrayList<>(List.of(K3sBinary.PLACE, "kubectl"));
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new));
    }
}
