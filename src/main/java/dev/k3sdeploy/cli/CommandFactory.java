package dev.k3sdeploy.cli;

import picocli.CommandLine;

/** Makes commands; those that need the process's surroundings get them. */
final class CommandFactory implements CommandLine.IFactory {
    private final Main.Surroundings surroundings;

    CommandFactory(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == ClusterMixin.class) {
            return type.cast(new ClusterMixin(surroundings));
        }
        if (type == InitCommand.class) {
            return type.cast(new InitCommand(surroundings));
        }
        if (type == ManCommand.class) {
            return type.cast(new ManCommand(surroundings));
        }
        if (type == ArtifactsDownloadCommand.class) {
            return type.cast(new ArtifactsDownloadCommand(surroundings));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
