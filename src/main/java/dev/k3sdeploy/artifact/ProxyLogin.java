package dev.k3sdeploy.artifact;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * Gives {@code name:password} to the proxy, and to nobody else. For https:// addresses Java does so only when it was started
 * with {@code -Djdk.http.auth.tunneling.disabledSchemes=}: its default forbids Basic there.
 */
final class ProxyLogin extends Authenticator {
    private final String credentials;

    ProxyLogin(String credentials) {
        this.credentials = credentials;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        if (getRequestorType() != RequestorType.PROXY) {
            return null;
        }
        int colon = credentials.indexOf(':');
        String name = colon < 0 ? credentials : credentials.substring(0, colon);
        String password = colon < 0 ? "" : credentials.substring(colon + 1);
        return new PasswordAuthentication(name, password.toCharArray());
    }
}
