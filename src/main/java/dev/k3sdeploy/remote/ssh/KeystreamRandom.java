package dev.k3sdeploy.remote.ssh;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.schmizz.sshj.transport.random.Random;

/**
 * The bytes that fill packets up: the keystream of AES with a random key. Trap: sshj asks for some bytes for each packet, and
 * {@link SecureRandom} hashes for each question, which was a tenth of what an upload cost. Keys are none of these bytes: Java
 * makes those itself. Not thread-safe; sshj makes one for each direction, below a lock.
 */
final class KeystreamRandom implements Random {
    private static final int KEY = 16;
    private static final int BLOCK = 4096;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final byte[] drawn = new byte[BLOCK];
    private final Cipher keystream;
    private int next = BLOCK;

    KeystreamRandom() {
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        try {
            keystream = Cipher.getInstance("AES/CTR/NoPadding");
            keystream.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[KEY]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has AES", e);
        }
    }

    @Override
    public void fill(byte[] bytes) {
        fill(bytes, 0, bytes.length);
    }

    @Override
    public void fill(byte[] bytes, int start, int length) {
        for (int filled = 0; filled < length; ) {
            if (next == BLOCK) {
                draw();
            }
            int size = Math.min(length - filled, BLOCK - next);
            System.arraycopy(drawn, next, bytes, start + filled, size);
            next += size;
            filled += size;
        }
    }

    private void draw() {
        try {
            keystream.update(ZEROS, 0, BLOCK, drawn);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a block of the keystream has room", e);
        }
        next = 0;
    }
}
