package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Interruption;
import java.lang.reflect.Proxy;

/** Ctrl-C: the first lets running steps end and starts no new one, the second ends the program at once. */
final class Interrupts implements AutoCloseable {
    private static final String SIGINT = "INT";

    private final Interruption wish = new Interruption();
    private final RunView view;
    private final Object before;

    private Interrupts(RunView view) {
        this.view = view;
        this.before = handle(handler());
    }

    static Interrupts watch(RunView view) {
        return new Interrupts(view);
    }

    Interruption wish() {
        return wish;
    }

    private void interrupted() {
        if (wish.requested()) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        wish.request();
        view.note("Interrupted: letting the running steps end; Ctrl-C again ends at once");
    }

    private Object handler() {
        return Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(),
                new Class<?>[] {type("sun.misc.SignalHandler")},
                (proxy, method, args) -> {
                    if (method.getName().equals("handle")) {
                        interrupted();
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
