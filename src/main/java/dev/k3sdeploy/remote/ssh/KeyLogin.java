package dev.k3sdeploy.remote.ssh;

import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.KeyedAuthMethod;

/**
 * A login by a key whose private half is at hand. It signs at once: to ask first whether the key would do costs a round
 * trip, and a signature costs less.
 */
final class KeyLogin extends KeyedAuthMethod {
    KeyLogin(KeyProvider key) {
        super("publickey", key);
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return putSig(putPubKey(super.buildReq().putBoolean(true)));
    }
}
