package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Let K3S make a token that agents can join with for a while, and print it. From K3S v1.26 on.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy token create --ttl 1h --description 'for the new rack'")
final class TokenCreateCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it is good for; 24h otherwise, 0 for ever.")
    private Optional<String> ttl = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", description = "What `k3s token list` says of it.")
    private Optional<String> description = Optional.empty();

    @Override
    public Integer call() {
        List<Secret> made = new ArrayList<>();
        return change.run(
                cluster -> cluster.upkeep().secrets().createToken(ttl, description, made::add),
                (cluster, view) ->
                        made.forEach(token -> view.result("token", token.reveal(), Message.verbatim(token.reveal()))));
    }
}
