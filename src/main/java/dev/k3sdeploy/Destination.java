package dev.k3sdeploy;

import java.util.regex.Pattern;

/**
 * What a machine, and who logs in there, may be called: what OpenSSH takes (valid_hostname and valid_ruser of its ssh.c,
 * since 9.6). Such names go into known_hosts, on command lines, and by ssh_config's ProxyCommand and Match exec to shells.
 */
final class Destination {
    static final String HINT = "it may neither begin with «-» nor have blanks, quotes or any of $;&<>|(){} in it";

    private static final Pattern HOST = Pattern.compile("(?!-)[^'`\"$\\\\;&<>|(){},/\\s\\p{Cntrl}\\p{Cf}]+");
    private static final Pattern USER = Pattern.compile("(?!-)(?!.*\\s-)(?!.*\\\\$)[^'`\";&<>|(){}\\p{Cntrl}\\p{Cf}]+");
    private static final int LONGEST = 255;

    private Destination() {}

    /** Stricter than ssh by the slash: files are named after machines. */
    static boolean isHost(String text) {
        return text.length() <= LONGEST && HOST.matcher(text).matches();
    }

    static boolean isUser(String text) {
        return text.length() <= LONGEST && USER.matcher(text).matches();
    }
}
