package dev.k3sdeploy.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts Ansible Vault's format 1.1 and 1.2 (docs.ansible.com, «Vault payload format»): PBKDF2-HMAC-SHA256 with 10 000
 * rounds makes 80 bytes, namely the AES-256-CTR key, the HMAC key and the counter; the payload is hex of three hex lines,
 * salt, HMAC and ciphertext, the clear text padded as PKCS#7.
 */
final class Vault {
    private static final String HEADER = "$ANSIBLE_VAULT;";
    private static final int ROUNDS = 10_000;
    private static final int BLOCK = 16;

    private final List<VaultSecret> secrets;
    private final Map<Encrypted, String> opened = new ConcurrentHashMap<>();

    Vault(List<VaultSecret> secrets) {
        this.secrets = secrets;
    }

    static boolean isEnvelope(String text) {
        return text.startsWith(HEADER);
    }

    /** What a tagged value says; worked out once, since that takes some 10 ms and hosts share such values. */
    String text(Encrypted value) throws VaultException {
        String known = opened.get(value);
        if (known == null) {
            known = new String(decrypt(value.envelope()), StandardCharsets.UTF_8);
            opened.put(value, known);
        }
        return known;
    }

    byte[] decrypt(String envelope) throws VaultException {
        String[] lines = envelope.strip().split("\\s+");
        List<String> header = List.of(lines[0].split(";"));
        if (!isEnvelope(lines[0])
                || header.size() < 3
                || !List.of("1.1", "1.2").contains(header.get(1))
                || !header.get(2).equals("AES256")) {
            throw new VaultException(
                    "this is no vault text of the format 1.1 or 1.2 with AES256",
                    "encrypt it again: ansible-vault encrypt");
        }
        byte[][] parts = parts(String.join("", List.of(lines).subList(1, lines.length)));
        String id = header.size() > 3 ? header.get(3) : "default";
        for (VaultSecret secret : candidates(id)) {
            byte[] keys = pbkdf2(secret.password().getBytes(StandardCharsets.UTF_8), parts[0]);
            if (MessageDigest.isEqual(hmac(slice(keys, 32, 32), parts[2]), parts[1])) {
                return clear(keys, parts[2]);
            }
        }
        throw new VaultException(
                "none of the vault passwords decrypts this text of the vault id «" + id + "»",
                "give its password with --vault-password-file or --vault-id " + id + "@FILE");
    }

    private List<VaultSecret> candidates(String id) throws VaultException {
        if (secrets.isEmpty()) {
            throw new VaultException(
                    "a text of the vault, but no vault password was given",
                    "--vault-password-file FILE, --ask-vault-pass or ANSIBLE_VAULT_PASSWORD_FILE");
        }
        List<VaultSecret> named = new ArrayList<>(secrets);
        named.sort((a, b) -> Boolean.compare(b.id().equals(id), a.id().equals(id)));
        return named;
    }

    private static byte[][] parts(String hex) throws VaultException {
        try {
            String[] inner = new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII).split("\n", -1);
            if (inner.length == 3) {
                return new byte[][] {unhex(inner[0]), unhex(inner[1]), unhex(inner[2])};
            }
        } catch (IllegalArgumentException notHex) {
            // told below
        }
        throw new VaultException("the vault text is damaged: its payload cannot be read", "encrypt it again");
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex.strip().toLowerCase(Locale.ROOT));
    }

    /** Written out, because {@code PBEKeySpec} takes no password of bytes (nor an empty one). */
    private static byte[] pbkdf2(byte[] password, byte[] salt) {
        ByteBuffer keys = ByteBuffer.allocate(96);
        for (int block = 1; block <= 3; block++) {
            byte[] round = hmac(
                    password,
                    ByteBuffer.allocate(salt.length + 4).put(salt).putInt(block).array());
            byte[] sum = round.clone();
            Mac mac = mac(password);
            for (int i = 1; i < ROUNDS; i++) {
                round = mac.doFinal(round);
                for (int b = 0; b < sum.length; b++) {
                    sum[b] ^= round[b];
                }
            }
            keys.put(sum);
        }
        return keys.array();
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        return mac(key).doFinal(message);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    key.length == 0 ? new byte[1] : key, "HmacSHA256")); // HMAC pads with zeros anyway
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] clear(byte[] keys, byte[] ciphertext) throws VaultException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(slice(keys, 0, 32), "AES"),
                    new IvParameterSpec(slice(keys, 64, BLOCK)));
            byte[] padded = cipher.doFinal(ciphertext);
            int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
            if (padding < 1 || padding > BLOCK || padding > padded.length) {
                throw new VaultException("the vault text is damaged: its padding is wrong", "encrypt it again");
            }
            return slice(padded, 0, padded.length - padding);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/CTR", e);
        }
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return java.util.Arrays.copyOfRange(bytes, from, from + length);
    }
}
