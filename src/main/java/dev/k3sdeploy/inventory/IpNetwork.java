package dev.k3sdeploy.inventory;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An address with the network that it belongs to.
 *
 * @param bits the address as a number
 * @param width 32 or 128
 * @param prefix how many bits name the network
 */
record IpNetwork(BigInteger bits, int width, int prefix) {
    /** Reads {@code 10.0.0.1}, {@code 10.0.0.1/24} or the same with IPv6; null for anything else. Never asks a resolver. */
    static @Nullable IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = bytes(address);
        if (bytes == null) {
            return null;
        }
        int width = bytes.length * 8;
        Integer prefix = slash < 0 ? Integer.valueOf(width) : PythonValues.toInteger(text.substring(slash + 1));
        return prefix == null || prefix < 0 || prefix > width
                ? null
                : new IpNetwork(new BigInteger(1, bytes), width, prefix);
    }

    private static byte @Nullable [] bytes(String address) {
        boolean v4 = address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        boolean v6 = address.indexOf(':') >= 0 && address.matches("[0-9a-fA-F:.]+");
        if (!v4 && !v6) {
            return null;
        }
        try {
            return InetAddress.getByName(address).getAddress(); // literals only: nothing is looked up
        } catch (UnknownHostException e) {
            return null;
        }
    }

    int version() {
        return width == 32 ? 4 : 6;
    }

    String address() {
        return text(bits);
    }

    String host() {
        return address() + "/" + prefix;
    }

    String network() {
        return text(first());
    }

    String netmask() {
        return text(mask());
    }

    String broadcast() {
        return text(first().or(hostBits()));
    }

    Number size() {
        return Numbers.smallest(hostBits().add(BigInteger.ONE));
    }

    /** The address at this position of the network, with its prefix; negative counts from the end; false outside. */
    Object nth(int index) {
        BigInteger offset = BigInteger.valueOf(index);
        BigInteger found =
                index < 0 ? first().or(hostBits()).add(BigInteger.ONE).add(offset) : first().add(offset);
        boolean inside = found.compareTo(first()) >= 0 && found.compareTo(first().or(hostBits())) <= 0;
        return inside ? text(found) + "/" + prefix : (Object) false;
    }

    boolean contains(IpNetwork other) {
        return width == other.width
                && prefix <= other.prefix
                && other.bits.and(mask()).equals(first());
    }

    boolean isPrivate() {
        String[] ranges = width == 32
                ? new String[] {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}
                : new String[] {"fc00::/7"};
        for (String range : ranges) {
            IpNetwork outer = parse(range);
            if (outer != null && outer.contains(this)) {
                return true;
            }
        }
        return false;
    }

    private BigInteger hostBits() {
        return BigInteger.ONE.shiftLeft(width - prefix).subtract(BigInteger.ONE);
    }

    private BigInteger mask() {
        return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE).xor(hostBits());
    }

    private BigInteger first() {
        return bits.and(mask());
    }

    private String text(BigInteger value) {
        return width == 32 ? dotted(value.longValue()) : Ipv6Text.of(value);
    }

    private static String dotted(long value) {
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}
