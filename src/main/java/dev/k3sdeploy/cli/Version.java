package dev.k3sdeploy.cli;

import java.util.Optional;
import picocli.CommandLine;

/** This program's version, as the jar's manifest has it. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"k3sdeploy " + number()};
    }

    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }
}
