package dev.k3sdeploy.remote.ssh;

import java.security.Provider;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * BouncyCastle, made when something is asked of it that no provider before it has: ECDSA keys, encrypted ones. To make
 * it takes as long as all the rest of a login, and most logins need nothing of it.
 */
final class LateBouncyCastle extends Provider {
    private static final long serialVersionUID = 1;

    private transient @Nullable Provider made;

    LateBouncyCastle() {
        super(BouncyCastleProvider.PROVIDER_NAME, "1", "BouncyCastle, once it is needed");
    }

    private synchronized Provider made() {
        Provider there = made;
        if (there == null) {
            there = new BouncyCastleProvider();
            made = there;
        }
        return there;
    }

    @Override
    public Service getService(String type, String algorithm) {
        return made().getService(type, algorithm);
    }

    @Override
    public Set<Service> getServices() {
        return made().getServices();
    }
}
