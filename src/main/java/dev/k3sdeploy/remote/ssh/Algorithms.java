package dev.k3sdeploy.remote.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.security.Security;
import java.util.List;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.signature.SignatureRSA;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The algorithms to offer, best first: those of a current OpenSSH that sshj has. Its own lists hold SHA-1, MD5, RC4 and
 * CBC, and put chacha20 first, which BouncyCastle runs at a fifth of the speed of the JDK's AES.
 */
final class Algorithms extends DefaultConfig {
    private Algorithms() {}

    /**
     * Trap: sshj registers BouncyCastle as the first provider, which takes AES away from the JDK's, and its speed with
     * it. BouncyCastle must be there for ECDSA keys and encrypted ones, but last. Both settings are the whole JVM's.
     */
    static Algorithms current() {
        SecurityUtils.setRegisterBouncyCastle(false);
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new LateBouncyCastle());
        }
        Algorithms algorithms = new Algorithms();
        algorithms.setLoggerFactory(new QuietLog());
        algorithms.setVerifyHostKeyCertificates(false); // HostKeyCheck does, and can say what is wrong
        return algorithms;
    }

    @Override
    protected void initKeyExchangeFactories() {
        setKeyExchangeFactories(List.of(
                new Curve25519SHA256.Factory(),
                new Curve25519SHA256.FactoryLibSsh(),
                new ECDHNistP.Factory256(),
                new ECDHNistP.Factory384(),
                new ECDHNistP.Factory521(),
                DHGroups.Group16SHA512(),
                DHGroups.Group14SHA256(),
                new ExtInfoClientFactory()));
    }

    @Override
    protected void initKeyAlgorithms() {
        setKeyAlgorithms(List.of(
                KeyAlgorithms.EdDSA25519(),
                KeyAlgorithms.ECDSASHANistp256(),
                KeyAlgorithms.ECDSASHANistp384(),
                KeyAlgorithms.ECDSASHANistp521(),
                KeyAlgorithms.RSASHA512(),
                KeyAlgorithms.RSASHA256(),
                // Last: a host's certificate is of use only where its authority is known, and is then asked for first.
                KeyAlgorithms.EdDSA25519CertV01(),
                KeyAlgorithms.ECDSASHANistp256CertV01(),
                KeyAlgorithms.ECDSASHANistp384CertV01(),
                KeyAlgorithms.ECDSASHANistp521CertV01(),
                rsaCertificate("rsa-sha2-512", new SignatureRSA.FactoryRSASHA512()),
                rsaCertificate("rsa-sha2-256", new SignatureRSA.FactoryRSASHA256())));
    }

    /** sshj knows RSA certificates by their SHA-1 name only. */
    private static Factory.Named<KeyAlgorithm> rsaCertificate(String name, Factory.Named<Signature> signature) {
        return new KeyAlgorithms.Factory(name + "-cert-v01@openssh.com", signature, KeyType.RSA_CERT);
    }

    @Override
    protected void initRandomFactory() {
        setRandomFactory(KeystreamRandom::new);
    }

    @Override
    protected void initCipherFactories() {
        setCipherFactories(List.of(
                GcmCiphers.AES128GCM(), GcmCiphers.AES256GCM(), BlockCiphers.AES128CTR(), BlockCiphers.AES256CTR()));
    }

    @Override
    protected void initMACFactories() {
        setMACFactories(List.of(Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512()));
    }
}
