package dev.k3sdeploy.remote.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.common.Buffer;

/**
 * An ssh-agent, which holds private keys and signs with them (draft-ietf-sshm-ssh-agent). One connection for each
 * question, so that several threads may ask at once.
 *
 * @param address as {@link AgentPipe#open} takes it
 */
record Agent(String address) {
    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final int LONGEST_ANSWER = 256 * 1024;

    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** A person may have to confirm, or to touch a security key. */
    static final Duration BY_A_PERSON = Duration.ofSeconds(60);

    /** The keys that it holds, certificates among them. */
    List<AgentKey> keys() throws IOException {
        Buffer.PlainBuffer answer =
                ask(new Buffer.PlainBuffer().putByte((byte) REQUEST_IDENTITIES), IDENTITIES_ANSWER, AT_ONCE);
        try {
            List<AgentKey> keys = new ArrayList<>();
            for (long left = answer.readUInt32(); left > 0; left--) {
                String key = Base64.getEncoder().encodeToString(answer.readStringAsBytes());
                keys.add(new AgentKey(this, key, answer.readString()));
            }
            return keys;
        } catch (Buffer.BufferException e) {
            throw new IOException("its answer cannot be read", e);
        }
    }

    /**
     * Signs with the private half of a key.
     *
     * @param key as the agent showed it
     * @param flags 4 for rsa-sha2-512 instead of SHA-1
     * @return the signature as SSH sends it, its format's name first
     */
    byte[] sign(byte[] key, byte[] data, int flags) throws IOException {
        Buffer.PlainBuffer request = new Buffer.PlainBuffer()
                .putByte((byte) SIGN_REQUEST)
                .putString(key)
                .putString(data)
                .putUInt32(flags);
        try {
            return ask(request, SIGN_RESPONSE, BY_A_PERSON).readStringAsBytes();
        } catch (Buffer.BufferException e) {
            throw new IOException("its answer cannot be read", e);
        }
    }

    private Buffer.PlainBuffer ask(Buffer.PlainBuffer request, int wanted, Duration within) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        try (AgentPipe pipe = AgentPipe.open(address)) {
            CompletableFuture<Void> alarm = closeAfter(within, pipe, late);
            try {
                return answer(pipe, request.getCompactData(), wanted);
            } finally {
                alarm.cancel(false);
            }
        } catch (IOException e) {
            throw late.get() ? new IOException("no answer within " + within.toSeconds() + " s", e) : e;
        }
    }

    /** Neither a Unix channel nor a pipe has a timeout of its own. */
    private static CompletableFuture<Void> closeAfter(Duration time, AgentPipe pipe, AtomicBoolean late) {
        return CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    try {
                        pipe.close();
                    } catch (IOException e) {
                        // Whoever reads from it sees that it is closed.
                    }
                },
                CompletableFuture.delayedExecutor(
                        time.toMillis(), TimeUnit.MILLISECONDS, task -> new Thread(task, "k3sdeploy agent").start()));
    }

    private static Buffer.PlainBuffer answer(AgentPipe pipe, byte[] request, int wanted) throws IOException {
        DataOutputStream out = new DataOutputStream(pipe.out());
        byte[] framed = new Buffer.PlainBuffer().putString(request).getCompactData();
        out.write(framed);
        out.flush();
        DataInputStream in = new DataInputStream(pipe.in());
        int length = in.readInt();
        if (length < 1 || length > LONGEST_ANSWER) {
            throw new IOException("what answers is no ssh-agent");
        }
        byte[] answer = in.readNBytes(length);
        if (answer.length < length) {
            throw new IOException("its answer ends too early");
        }
        if (answer[0] != wanted) {
            throw new IOException("it refused");
        }
        Buffer.PlainBuffer body = new Buffer.PlainBuffer(answer);
        body.rpos(1);
        return body;
    }
}
