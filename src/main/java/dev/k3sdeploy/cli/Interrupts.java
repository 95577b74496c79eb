package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Interruption;
import java.lang.reflect.Proxy;

/** Ctrl-C: the first lets running steps end and starts no new one, the second ends the program at once. */
final class Interrupts implements AutoCloseable {
    private static final String SIGINT = "INT";

    private final Interruption wish = new Interruption();
    private final Object before;

    private Interrupts() {
        this.before = handle(handler(() -> {}));
    }

    private Interrupts(Runnable told) {
        this.before = handle(handler(() -> interrupted(told)));
    }

    /** Until it is closed; the first Ctrl-C is told, too. */
    static Interrupts watch(Runnable told) {
        return new Interrupts(told);
    }

    /** Another program of the same terminal hears Ctrl-C, and this one goes by what that makes of it. */
    static Interrupts ignore() {
        return new Interrupts();
    }

    Interruption wish() {
        return wish;
    }

    private void interrupted(Runnable told) {
        if (wish.requested()) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        told.run();
        wish.request();
    }

    private static Object handler(Runnable hears) {
        return Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(),
                new Class<?>[] {type("sun.misc.SignalHandler")},
                (proxy, method, args) -> {
                    if (method.getName().equals("handle")) {
                        hears.run();
                    }
                    return null;
                });
    }

    /** The JDK's only way to hear a signal is sun.misc.Signal, which javac cannot name without a warning. */
    private static Object handle(Object handler) {
        try {
            Class<?> signal = type("sun.misc.Signal");
            return signal.getMethod("handle", signal, type("sun.misc.SignalHandler"))
                    .invoke(null, signal.getConstructor(String.class).newInstance(SIGINT), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        handle(before);
    }
}
