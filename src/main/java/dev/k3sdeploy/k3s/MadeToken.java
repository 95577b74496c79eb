package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token that K3S has made in a run; K3S tells it once. Thread-safe. */
public final class MadeToken {
    private volatile @Nullable Secret token;

    void set(Secret made) {
        token = made;
    }

    /** {@return the token; empty before it is made} */
    public Optional<Secret> token() {
        return Optional.ofNullable(token);
    }
}
