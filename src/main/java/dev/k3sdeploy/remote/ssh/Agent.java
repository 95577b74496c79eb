package dev.k3sdeploy.remote.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.Buffer;

/**
 * An ssh-agent, which holds private keys and signs with them (draft-ietf-sshm-ssh-agent). One connection for each
 * question, so that several threads may ask at once.
 *
 * @param address as {@link AgentPipe#open} takes it
 */
record Agent(String address, Opener opener) {
    /** Makes a connection to an agent. */
    @FunctionalInterface
    interface Opener {
        AgentPipe open(String address) throws IOException;
    }

    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES_ANSWER = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    private static final int LONGEST_ANSWER = 256 * 1024;

    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** A person may have to confirm, or to touch a security key. */
    static final Duration BY_A_PERSON = Duration.ofSeconds(60);

    Agent(String address) {
        this(address, AgentPipe::open);
    }

    /** The keys that it holds, certificates among them. */
    List<AgentKey> keys() throws IOException {
        return keys(AT_ONCE);
    }

    List<AgentKey> keys(Duration within) throws IOException {
        Buffer.PlainBuffer answer =
                ask(new Buffer.PlainBuffer().putByte((byte) REQUEST_IDENTITIES), IDENTITIES_ANSWER, within);
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

    /**
     * Neither a Unix channel nor a pipe has a timeout of its own. Trap: on Windows a pipe cannot even be closed while
     * somebody reads from it, so whoever waits must be neither the one who reads nor the one who closes.
     */
    private Buffer.PlainBuffer ask(Buffer.PlainBuffer request, int wanted, Duration within) throws IOException {
        AgentPipe pipe = opener.open(address);
        CompletableFuture<Buffer.PlainBuffer> answer = new CompletableFuture<>();
        thread(() -> {
            try (pipe) {
                answer.complete(answer(pipe, request.getCompactData(), wanted));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread(() -> close(pipe));
            throw new IOException("no answer within " + within.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            thread(() -> close(pipe));
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "k3sdeploy agent");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("EmptyCatch")
    private static void close(AgentPipe pipe) {
        try {
            pipe.close();
        } catch (IOException e) {
            // nobody is interested in it any more
        }
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
