package dev.k3sdeploy.remote.ssh;

import net.schmizz.sshj.common.LoggerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * sshj's log, all of it for debugging: it reports as errors what is a refused login, a machine that boots or a
 * connection that was closed on purpose. Whatever matters comes as an exception too.
 */
final class QuietLog implements LoggerFactory {
    @Override
    public Logger getLogger(String name) {
        return new Debugging(org.slf4j.LoggerFactory.getLogger(name));
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    @SuppressWarnings("serial")
    private static final class Debugging extends LegacyAbstractLogger {
        private final transient Logger target;

        Debugging(Logger target) {
            this.target = target;
            this.name = target.getName();
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            target.debug(MessageFormatter.basicArrayFormat(pattern, arguments), thrown);
        }

        @Override
        public boolean isTraceEnabled() {
            return target.isTraceEnabled();
        }

        @Override
        public boolean isDebugEnabled() {
            return target.isDebugEnabled();
        }

        @Override
        public boolean isInfoEnabled() {
            return target.isDebugEnabled();
        }

        @Override
        public boolean isWarnEnabled() {
            return target.isDebugEnabled();
        }

        @Override
        public boolean isErrorEnabled() {
            return target.isDebugEnabled();
        }
    }
}
