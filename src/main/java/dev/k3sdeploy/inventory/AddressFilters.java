package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.JinjaFilters.Body;
import dev.k3sdeploy.inventory.JinjaFilters.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The common queries of {@code ipaddr}, {@code ipv4}, {@code ipv6} and {@code ipwrap}; an address in vain is {@code false}. */
final class AddressFilters {
    private AddressFilters() {}

    static void addTo(Map<String, Body> all) {
        all.put("ipaddr", call -> each(call, 0));
        all.put("ipv4", call -> each(call, 4));
        all.put("ipv6", call -> each(call, 6));
        all.put("ipwrap", call -> wrapped(call.text()));
    }

    private static @Nullable Object each(Call call, int version) {
        if (call.value() instanceof List<?> list) {
            return list.stream()
                    .map(item -> one(call.with(item, call.arguments()), version))
                    .filter(found -> !Objects.equals(found, false))
                    .toList();
        }
        return one(call, version);
    }

    private static Object one(Call call, int version) {
        IpNetwork network = IpNetwork.parse(call.text());
        if (network == null || (version != 0 && network.version() != version)) {
            return false;
        }
        Object query = call.argument(0, "query", "");
        return query instanceof Integer index ? network.nth(index) : answer(network, call, PythonValues.text(query));
    }

    private static Object answer(IpNetwork network, Call call, String query) {
        return switch (query) {
            case "" -> call.text();
            case "bool" -> true;
            case "address", "ip", "host" -> query.equals("host") ? network.host() : network.address();
            case "network" -> network.network();
            case "netmask" -> network.netmask();
            case "prefix" -> network.prefix();
            case "broadcast" -> network.broadcast();
            case "net", "subnet", "cidr" -> network.network() + "/" + network.prefix();
            case "size" -> network.size();
            case "version" -> network.version();
            case "private" -> network.isPrivate() ? call.text() : (Object) false;
            default -> inside(network, call, query);
        };
    }

    /** A query that is a network asks whether the address lies in it. */
    private static Object inside(IpNetwork network, Call call, String query) {
        IpNetwork outer = IpNetwork.parse(query);
        if (outer == null) {
            throw call.failure("ipaddr has no query «" + query + "»");
        }
        return outer.contains(network) ? call.text() : (Object) false;
    }

    private static String wrapped(String text) {
        IpNetwork network = text.startsWith("[") ? null : IpNetwork.parse(text);
        if (network == null || network.version() == 4) {
            return text;
        }
        int slash = text.indexOf('/');
        return slash < 0 ? "[" + text + "]" : "[" + text.substring(0, slash) + "]" + text.substring(slash);
    }
}
