package dev.k3sdeploy.inventory;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates of YAML 1.1, kept as the text that Ansible prints for them: {@code 2001-12-14}, {@code 2001-12-14T21:59:43}. */
final class Timestamps {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern MOMENT = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[Tt]|[ \\t]+)"
            + "(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.(\\d*))?(?:[ \\t]*(Z|([-+])(\\d{1,2})(?::(\\d{2}))?))?");

    private Timestamps() {}

    /** Whether YAML would read it as a date. */
    static boolean is(String text) {
        return DATE.matcher(text).matches() || MOMENT.matcher(text).matches();
    }

    /** ISO text when this is a date of the calendar, else the text itself. */
    static String isoText(String text) {
        try {
            Matcher date = DATE.matcher(text);
            if (date.matches()) {
                return LocalDate.of(number(date, 1), number(date, 2), number(date, 3))
                        .toString();
            }
            Matcher moment = MOMENT.matcher(text);
            return moment.matches() ? iso(moment) : text;
        } catch (DateTimeException notOfTheCalendar) {
            return text;
        }
    }

    private static String iso(Matcher moment) {
        String micros = fraction(moment.group(7));
        LocalDateTime time = LocalDateTime.of(
                number(moment, 1),
                number(moment, 2),
                number(moment, 3),
                number(moment, 4),
                number(moment, 5),
                number(moment, 6));
        String seconds = time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT));
        return seconds + micros + offset(moment);
    }

    private static String fraction(@Nullable String digits) {
        String micros = ((digits == null ? "" : digits) + "000000").substring(0, 6);
        return micros.equals("000000") ? "" : "." + micros;
    }

    private static String offset(Matcher moment) {
        if (moment.group(8) == null) {
            return "";
        }
        if (moment.group(9) == null) {
            return "+00:00";
        }
        int sign = moment.group(9).equals("-") ? -1 : 1;
        int minutes = moment.group(11) == null ? 0 : number(moment, 11);
        ZoneOffset zone = ZoneOffset.ofHoursMinutes(sign * number(moment, 10), sign * minutes);
        return zone.equals(ZoneOffset.UTC) ? "+00:00" : zone.getId();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
