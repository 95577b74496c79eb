package dev.k3sdeploy.remote;

import java.util.regex.Pattern;

/** What variables and options are called whose values are not for everybody: passwords, tokens, the URL of a database. */
public final class SecretNames {
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(pass(word|wd|phrase)?|secret|token|credentials?|((private|api|access|secret)[_-]?)+key|datastore[-_]endpoint)"
                    + "|(.*[_-])?auth|vault[_-].*");

    private SecretNames() {}

    /**
     * {@return whether the name tells of a secret}
     *
     * @param name of a variable or an option; one that ends in {@code file} names a file, and tells of none
     */
    public static boolean tellsOfSecret(String name) {
        return NAME.matcher(name).matches();
    }
}
