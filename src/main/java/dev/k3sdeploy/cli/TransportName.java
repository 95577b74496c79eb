package dev.k3sdeploy.cli;

import dev.k3sdeploy.Transport;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words of {@code --transport}; also those that a shell completes. */
final class TransportName implements ITypeConverter<Transport>, Iterable<String> {
    private static final Map<String, Transport> NAMED = new TreeMap<>(
            Map.of("auto", Transport.AUTOMATIC, "built-in", Transport.BUILT_IN, "openssh", Transport.OPENSSH));

    @Override
    public Transport convert(String name) {
        Transport transport = NAMED.get(name);
        if (transport == null) {
            throw new TypeConversionException(name);
        }
        return transport;
    }

    @Override
    public Iterator<String> iterator() {
        return NAMED.keySet().iterator();
    }
}
