package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * A login by a key that an agent holds (RFC 4252, section 7). Keys and signatures pass through as they are, so that
 * those work too which sshj does not know: security keys, RSA certificates.
 */
final class AgentLogin extends AbstractAuthMethod {
    private final AgentKey key;

    AgentLogin(AgentKey key) {
        super("publickey");
        this.key = key;
    }

    /** Asks first whether the key would do: a signature may cost a person's touch. */
    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(key.algorithm()).putString(key.blob());
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        SSHPacket request = request(true);
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(request)
                .getCompactData();
        params.getTransport().write(request.putString(signature(data)));
    }

    private byte[] signature(byte[] data) throws UserAuthException {
        try {
            byte[] signature = key.agent().sign(key.blob(), data, key.flags());
            String format = new Buffer.PlainBuffer(signature).readString();
            if (!key.accepts(format)) {
                throw new UserAuthException("the agent is too old: it signs with " + format + ", which is SHA-1");
            }
            return signature;
        } catch (UserAuthException e) {
            throw e;
        } catch (IOException e) {
            throw new UserAuthException("the agent did not sign: " + Causes.innermost(e));
        }
    }
}
