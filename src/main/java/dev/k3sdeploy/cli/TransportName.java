package dev.k3sdeploy.cli;

import dev.k3sdeploy.Transport;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words of {@code --transport}. */
final class TransportName implements ITypeConverter<Transport> {
    @Override
    public Transport convert(String name) {
        return switch (name) {
            case "auto" -> Transport.AUTOMATIC;
            case "built-in" -> Transport.BUILT_IN;
            case "openssh" -> Transport.OPENSSH;
            default -> throw new TypeConversionException("is «" + name + "»; use auto, built-in or openssh");
        };
    }
}
