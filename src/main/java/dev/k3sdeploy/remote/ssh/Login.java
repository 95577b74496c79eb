package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to log in with, tried in this order: the keys that are named, the agent's other keys, then the password. Where no
 * key is named, the agent's keys and then those under the default names in {@code ~/.ssh}.
 *
 * @param keyFiles private keys in any format of OpenSSH, PEM, PKCS#8 or PuTTY; also public ones, whose private half is
 *     in the agent
 * @param agent where an ssh-agent listens, as SSH_AUTH_SOCK says it; empty for none
 * @param onlyNamed whether the agent's other keys are left out, as for IdentitiesOnly in ssh_config(5)
 * @param lacksTicket whether ssh's configuration asks for Kerberos and the user has no ticket: only told when the login is
 *     refused
 * @param password null when there is none
 */
public record Login(
        List<Path> keyFiles,
        Optional<String> agent,
        boolean onlyNamed,
        boolean lacksTicket,
        @Nullable Secret password) {
    /** By the user's default keys, and no password. */
    public static final Login WITH_DEFAULT_KEYS = new Login(List.of(), Optional.empty(), false, false, null);

    /**
     * Takes a copy of the files.
     *
     * @param keyFiles {@link #keyFiles()}
     * @param agent {@link #agent()}
     * @param onlyNamed {@link #onlyNamed()}
     * @param lacksTicket {@link #lacksTicket()}
     * @param password {@link #password()}
     */
    public Login {
        keyFiles = List.copyOf(keyFiles);
    }

    /**
     * {@return a login by one key file}
     *
     * @param keyFile the private key; its certificate may lie beside it
     */
    public static Login withKey(Path keyFile) {
        return WITH_DEFAULT_KEYS.withKeys(List.of(keyFile));
    }

    /** {@return whether a named key is in a security key (FIDO)} */
    public boolean namesSecurityKey() {
        return keyFiles.stream().anyMatch(PublicHalf::isInSecurityKey);
    }

    /**
     * {@return the same with these keys}
     *
     * @param files private keys, tried in their order
     */
    public Login withKeys(List<Path> files) {
        return new Login(files, agent, onlyNamed, lacksTicket, password);
    }

    /**
     * {@return the same with an agent}
     *
     * @param address of its socket or pipe; empty for no agent
     */
    public Login withAgent(Optional<String> address) {
        return new Login(keyFiles, address, onlyNamed, lacksTicket, password);
    }

    /**
     * {@return the same, with the agent's other keys tried or not}
     *
     * @param only whether just the keys of the files are tried
     */
    public Login withOnlyNamed(boolean only) {
        return new Login(keyFiles, agent, only, lacksTicket, password);
    }

    /**
     * {@return the same with or without a ticket that is missed}
     *
     * @param lacks {@link #lacksTicket()}
     */
    public Login withoutTicket(boolean lacks) {
        return new Login(keyFiles, agent, onlyNamed, lacks, password);
    }

    /**
     * {@return the same with another password}
     *
     * @param newPassword null for none
     */
    public Login withPassword(@Nullable Secret newPassword) {
        return new Login(keyFiles, agent, onlyNamed, lacksTicket, newPassword);
    }
}
