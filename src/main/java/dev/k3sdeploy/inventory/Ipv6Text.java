package dev.k3sdeploy.inventory;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv6 addresses as RFC 5952 writes them: small letters, the longest run of zeros as {@code ::}. */
final class Ipv6Text {
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)");

    private Ipv6Text() {}

    static String of(BigInteger address) {
        StringBuilder groups = new StringBuilder();
        for (int group = 7; group >= 0; group--) {
            int value = address.shiftRight(16 * group).intValue() & 0xffff;
            groups.append(Integer.toHexString(value)).append(group > 0 ? ":" : "");
        }
        return compressed(groups.toString());
    }

    private static String compressed(String full) {
        int start = -1;
        int end = -1;
        Matcher run = ZEROS.matcher(full);
        while (run.find()) {
            if (run.end() - run.start() > end - start) {
                start = run.start();
                end = run.end();
            }
        }
        return start < 0 ? full : full.substring(0, start) + "::" + full.substring(Math.min(full.length(), end + 1));
    }
}
