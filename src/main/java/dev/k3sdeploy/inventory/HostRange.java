package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.List;

/** Unfolds {@code node-[01:10:2]} and {@code db-[a:f]} into names; several ranges in one name multiply. */
final class HostRange {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MOST = 1_000_000;

    private final List<String> names = new ArrayList<>();

    private HostRange() {}

    /** The names; just the text where it holds no range. */
    static List<String> unfold(String text) throws BadRange {
        if (text.indexOf('[') < 0) {
            return List.of(text);
        }
        HostRange range = new HostRange();
        range.add(text);
        return range.names;
    }

    private void add(String text) throws BadRange {
        int open = text.indexOf('[');
        if (open < 0) {
            names.add(text);
            if (names.size() > MOST) {
                throw new BadRange("it means more than " + MOST + " hosts");
            }
            return;
        }
        int close = text.indexOf(']');
        if (close < open || text.indexOf('|') >= 0) {
            throw new BadRange("a range looks like [1:5]");
        }
        for (String part : sequence(text.substring(open + 1, close).split(":", -1))) {
            add(text.substring(0, open) + part + text.substring(close + 1));
        }
    }

    private static List<String> sequence(String[] bounds) throws BadRange {
        if (bounds.length != 2 && bounds.length != 3) {
            throw new BadRange("a range is [first:last] or [first:last:step]");
        }
        String first = bounds[0].isEmpty() ? "0" : bounds[0];
        String last = bounds[1];
        if (last.isEmpty()) {
            throw new BadRange("a range needs its last value");
        }
        int width = first.length() > 1 && first.charAt(0) == '0' ? first.length() : 0;
        if (width > 0 && width != last.length()) {
            throw new BadRange("with leading zeros, first and last must have the same number of digits");
        }
        int step = bounds.length == 3 ? number(bounds[2]) : 1;
        if (step == 0) {
            throw new BadRange("a range with step 0 has no end");
        }
        int from = LETTERS.indexOf(first);
        int to = LETTERS.indexOf(last);
        return from >= 0 && to >= 0 ? letters(from, to, step) : numbers(number(first), number(last), step, width);
    }

    private static List<String> letters(int from, int to, int step) throws BadRange {
        if (from > to) {
            throw new BadRange("first must not come after last");
        }
        List<String> letters = new ArrayList<>();
        for (int i = from; i <= to && step > 0; i += step) {
            letters.add(LETTERS.substring(i, i + 1));
        }
        return letters;
    }

    private static List<String> numbers(int from, int to, int step, int width) throws BadRange {
        List<String> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i <= to : i > to + 1L; i += step) {
            numbers.add(padded(i, width));
            if (numbers.size() > MOST) {
                throw new BadRange("it means more than " + MOST + " hosts");
            }
        }
        return numbers;
    }

    private static String padded(long number, int width) {
        String digits = Long.toString(Math.abs(number));
        int missing = width - digits.length() - (number < 0 ? 1 : 0);
        return (number < 0 ? "-" : "") + "0".repeat(Math.max(0, missing)) + digits;
    }

    private static int number(String text) throws BadRange {
        Integer number = PythonValues.toInteger(text);
        if (number == null) {
            throw new BadRange("«" + text + "» is neither a number nor a letter");
        }
        return number;
    }

    /** What is wrong with a range. */
    static final class BadRange extends Exception {
        BadRange(String message) {
            super(message);
        }
    }
}
