package dev.k3sdeploy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;

/**
 * The lower end of a terminal, drawn again and again, below lines that scroll away. No mode of the terminal is changed,
 * so there is none to restore, however the program ends.
 */
final class Screen implements AutoCloseable {
    private final Terminal terminal;
    private final Display display;
    private final AtomicBoolean resized = new AtomicBoolean();
    private List<AttributedString> drawn = List.of();
    private Size size;

    /** Draws on any terminal: tests have one of their own. */
    Screen(Terminal terminal) {
        this.terminal = terminal;
        this.display = new Display(terminal, false);
        this.size = sizeNow();
        display.resize(size);
    }

    /** The terminal that the program was started in; empty where it has none that can be drawn on. */
    static Optional<Screen> ofThisProcess() {
        try {
            Screen screen = new Screen(TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build());
            Signals.register("WINCH", () -> screen.resized.set(true));
            return Optional.of(screen);
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private Size sizeNow() {
        Size now = terminal.getSize();
        return now.getColumns() > 0 && now.getRows() > 0 ? now : Size.of(80, 24);
    }

    boolean canBeDrawnOn() {
        return terminal.getStringCapability(Capability.cursor_up) != null
                && terminal.getStringCapability(Capability.clr_eos) != null;
    }

    int columns() {
        return size.getColumns();
    }

    int rows() {
        return size.getRows();
    }

    /** Shows these lines below all others; none of them may be wider than the terminal. */
    void show(List<AttributedString> lines) {
        followResize();
        List<AttributedString> region = new ArrayList<>(lines);
        if (!region.isEmpty()) {
            region.add(AttributedString.EMPTY); // the cursor rests below
        }
        terminal.writer().write('\r'); // where a typed Ctrl-C has moved the cursor
        display.update(region, -1, false);
        drawn = region;
        terminal.flush();
    }

    /** Writes lines that stay, above what is shown. */
    void above(String text) {
        List<AttributedString> region = drawn;
        erase();
        terminal.writer().write(text);
        terminal.flush();
        if (!region.isEmpty()) {
            show(region.subList(0, region.size() - 1));
        }
    }

    /** Takes away what is shown; whatever is written next stands in its place. */
    void erase() {
        followResize();
        if (!drawn.isEmpty()) {
            terminal.writer().write('\r');
            display.update(List.of(), 0, false);
            terminal.puts(Capability.clr_eos);
            terminal.flush();
            drawn = List.of();
        }
    }

    /** A narrower terminal has wrapped what was drawn: that is erased by its new height. */
    private void followResize() {
        if (!resized.getAndSet(false)) {
            return;
        }
        size = sizeNow();
        terminal.writer().write('\r');
        int columns = size.getColumns();
        int height = drawn.stream()
                .mapToInt(line -> Math.max(1, (line.columnLength() + columns - 1) / columns))
                .sum();
        for (int line = 1; line < height; line++) {
            terminal.puts(Capability.cursor_up);
        }
        terminal.puts(Capability.clr_eos);
        display.reset();
        display.resize(size);
        drawn = List.of();
    }

    @Override
    @SuppressWarnings("EmptyCatch")
    public void close() {
        erase();
        try {
            terminal.close();
        } catch (IOException e) {
            // nothing of it was changed
        }
    }
}
