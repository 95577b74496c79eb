package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** Where the passphrase of an encrypted key comes from: a person, a variable, a keyring. */
@FunctionalInterface
public interface PassphraseSource {
    /** For runs without a person. */
    PassphraseSource NOBODY = keyFile -> Optional.empty();

    /**
     * Asked once for each key of a run; empty when there is none.
     *
     * @param keyFile of this machine
     * @return for that file only; nothing keeps it
     */
    Optional<Secret> passphrase(Path keyFile);
}
