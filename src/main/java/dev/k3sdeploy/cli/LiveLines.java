package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * What a person sees of a run while it goes on: a line for each machine, or, where there are more machines than lines,
 * one for each step that machines are at.
 *
 * @param language of the person who looks
 */
record LiveLines(RunningSteps running, Map<String, Transfer> downloads, Room room, Locale language) {
    /**
     * What there is of the terminal.
     *
     * @param columns no line is wider
     * @param rows how many lines there may be, four or more
     */
    record Room(int columns, int rows) {}

    private static final Duration LONG = Duration.ofSeconds(3);
    private static final int MOST = 20;
    private static final int BAR = 32;
    private static final int WIDEST_NAME = 24;

    List<AttributedString> lines() {
        List<AttributedString> lines = new ArrayList<>();
        downloads.forEach((file, transfer) -> lines.add(download(file, transfer)));
        List<Target> targets = running.targets();
        if (targets.isEmpty()) {
            return lines;
        }
        lines.add(header(targets));
        int left = Math.min(MOST, room.rows() - lines.size());
        if (targets.size() <= left) {
            int width = Math.min(
                    WIDEST_NAME,
                    targets.stream()
                            .mapToInt(target -> target.name().length())
                            .max()
                            .orElse(0));
            targets.forEach(target -> lines.add(machine(target, width)));
        } else {
            lines.add(cut(new AttributedStringBuilder()
                    .append("  " + ProgressBar.bar(BAR, done(targets), targets.size()) + " ")
                    .append(words(Message.of("live.machines-done", done(targets), targets.size())))));
            lines.addAll(steps().subList(0, Math.min(steps().size(), left - 1)));
        }
        return lines;
    }

    private long done(List<Target> targets) {
        return targets.stream().filter(running::done).count();
    }

    private AttributedString header(List<Target> targets) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(AttributedStyle.BOLD, running.play()).append("  " + Clock.text(running.elapsed()));
        long lost = targets.stream().filter(running::lost).count();
        if (lost > 0) {
            line.styled(red(), "  " + words(Message.of("live.some-failed", lost)));
        }
        return cut(line);
    }

    private static AttributedStyle red() {
        return AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    }

    private AttributedString machine(Target target, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.append("  ").append(fitted(target.name(), width)).append("  ");
        StepNow now = running.at(target);
        if (running.lost(target)) {
            line.styled(red(), words(Message.of("live.failed")));
        } else if (now == null) {
            line.styled(AttributedStyle.DEFAULT.faint(), idle(target));
        } else {
            String number = now.number + "/" + running.tasks(target);
            line.styled(AttributedStyle.DEFAULT.faint(), " ".repeat(Math.max(0, 5 - number.length())) + number + "  ");
            step(line, now);
        }
        return cut(line);
    }

    private String idle(Target target) {
        if (running.done(target)) {
            return words(Message.of("live.done"));
        }
        return running.begun(target) ? "…" : words(Message.of("live.not-begun"));
    }

    private String words(Message message) {
        return message.in(language);
    }

    private void step(AttributedStringBuilder line, StepNow now) {
        line.append(now.step.task());
        Transfer transfer = now.transfer();
        Duration age = now.age(running.now());
        if (transfer != null) {
            line.append("  ").append(transfer.text(room.columns() - 1 - line.columnLength() - 2, language));
        } else if (age.compareTo(LONG) >= 0) {
            line.append("  " + Clock.text(age));
            String reason = words(now.reason());
            if (!reason.isEmpty()) {
                line.styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW), "  " + reason);
            }
        } else if (age.toSeconds() >= 1) {
            line.append("  " + Clock.text(age));
        }
    }

    private AttributedString download(String file, Transfer transfer) {
        String what = words(Message.of("live.downloading", file)) + "  ";
        return cut(new AttributedStringBuilder()
                .append(what + transfer.text(room.columns() - 1 - what.length(), language)));
    }

    /** The steps that machines are at, those of the most machines first. */
    private List<AttributedString> steps() {
        Map<String, List<StepNow>> byTask = new LinkedHashMap<>();
        running.all()
                .forEach(step -> byTask.computeIfAbsent(step.step.task(), task -> new ArrayList<>())
                        .add(step));
        return byTask.values().stream()
                .sorted(Comparator.comparing((List<StepNow> steps) -> -steps.size()))
                .map(this::together)
                .toList();
    }

    private AttributedString together(List<StepNow> steps) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.append(String.format("  %4d  ", steps.size()))
                .append(steps.get(0).step.task());
        List<Transfer> transfers = new ArrayList<>();
        steps.forEach(step -> {
            Transfer transfer = step.transfer();
            if (transfer != null) {
                transfers.add(transfer);
            }
        });
        if (!transfers.isEmpty()) {
            line.append("  ").append(sum(transfers).text(room.columns() - 1 - line.columnLength() - 2, language));
        } else {
            StepNow longest = steps.stream()
                    .max(Comparator.comparing(step -> step.age(running.now())))
                    .orElseThrow();
            Duration age = longest.age(running.now());
            if (age.compareTo(LONG) >= 0) {
                line.append("  " + words(Message.of("live.since", longest.step.target(), Clock.text(age))));
                line.styled(
                        AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW),
                        longest.reason().isEmpty() ? "" : "  " + words(longest.reason()));
            }
        }
        return cut(line);
    }

    private static Transfer sum(List<Transfer> transfers) {
        return new Transfer(
                transfers.stream().mapToLong(Transfer::began).min().orElse(0),
                transfers.stream().mapToLong(Transfer::before).sum(),
                transfers.stream().mapToLong(Transfer::done).sum(),
                transfers.stream().mapToLong(Transfer::total).sum(),
                transfers.stream().mapToLong(Transfer::seen).max().orElse(0));
    }

    private static String fitted(String name, int width) {
        return name.length() > width ? name.substring(0, width - 1) + "…" : name + " ".repeat(width - name.length());
    }

    /** A terminal that wraps breaks the lines below: the last column stays free. */
    private AttributedString cut(AttributedStringBuilder line) {
        AttributedString whole = line.toAttributedString();
        return whole.columnLength() < room.columns()
                ? whole
                : new AttributedStringBuilder()
                        .append(whole.columnSubSequence(0, room.columns() - 2))
                        .append("…")
                        .toAttributedString();
    }
}
