package dev.k3sdeploy.remote.ssh;

import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import javax.crypto.KeyAgreement;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.cipher.Cipher;

/**
 * What a login needs of Java, loaded and tried while something else goes on: of the first login of a program half of the
 * time is that. Nothing is sent, and nobody waits for it.
 */
public final class LoginRehearsal {
    private static final int LENGTH = 4;
    private static final int CONTENT = 64;

    private LoginRehearsal() {}

    /** Comes back at once. What fails here tells nobody: the login will. */
    public static void begin() {
        Thread thread = new Thread(LoginRehearsal::run, "k3sdeploy rehearses a login");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        try {
            agree();
            sign();
            encrypt();
            new SSHClient(Algorithms.current()).close();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return;
        }
    }

    private static void encrypt() {
        Cipher cipher = GcmCiphers.AES128GCM().create();
        cipher.init(Cipher.Mode.Encrypt, new byte[cipher.getBlockSize()], new byte[cipher.getIVSize()]);
        byte[] packet = new byte[LENGTH + CONTENT + cipher.getAuthenticationTagSize()];
        cipher.updateWithAAD(packet, 0, LENGTH, CONTENT);
    }

    private static void agree() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        agreement.generateSecret();
    }

    private static void sign() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(new byte[CONTENT]);
        byte[] signed = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update(new byte[CONTENT]);
        signature.verify(signed);
    }
}
