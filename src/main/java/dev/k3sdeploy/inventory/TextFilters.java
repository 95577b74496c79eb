package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.JinjaFilters.Body;
import dev.k3sdeploy.inventory.JinjaFilters.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Filters on texts: {@code upper}, {@code replace}, {@code regex_replace}, {@code b64encode}, {@code basename} … */
final class TextFilters {
    private static final Pattern BACK_REFERENCE =
            Pattern.compile("\\\\(?:g<(\\w+)>|(\\d{1,2})|(.))|([$])", Pattern.DOTALL);
    private static final Pattern SAFE_IN_SHELL = Pattern.compile("[\\w@%+=:,./-]+");

    private TextFilters() {}

    static void addTo(Map<String, Body> all) {
        all.put("lower", call -> call.text().toLowerCase(Locale.ROOT));
        all.put("upper", call -> call.text().toUpperCase(Locale.ROOT));
        all.put("capitalize", call -> PythonText.capitalize(call.text()));
        all.put("title", call -> PythonText.title(call.text()));
        all.put("trim", call -> call.text().strip());
        all.put("replace", call -> call.text().replace(call.text(0, "old", ""), call.text(1, "new", "")));
        all.put("split", TextFilters::split);
        all.put("indent", TextFilters::indent);
        all.put("quote", call -> quote(call.text()));
        all.put(
                "b64encode",
                call -> Base64.getEncoder().encodeToString(call.text().getBytes(StandardCharsets.UTF_8)));
        all.put("b64decode", TextFilters::decoded);
        all.put("basename", call -> call.text().substring(call.text().lastIndexOf('/') + 1));
        all.put("dirname", call -> dirname(call.text()));
        all.put("regex_replace", TextFilters::regexReplace);
        all.put("regex_search", TextFilters::regexSearch);
        all.put("regex_findall", TextFilters::regexFindAll);
        all.put("regex_escape", call -> call.text().replaceAll("([^A-Za-z0-9_])", "\\\\$1"));
    }

    private static Object split(Call call) {
        Object separator = call.argument(0, "sep", null);
        return separator == null
                ? PythonText.words(call.text())
                : PythonText.split(call.text(), PythonValues.text(separator), -1);
    }

    private static String indent(Call call) {
        String pad = " "
                .repeat(Math.max(0, Math.min(200, JinjaFilters.integer(call.argument(0, "width", 4), call.scope()))));
        String body = call.text().replaceAll("\n(?=[^\n])", "\n" + pad);
        return call.flag(1, "first") ? pad + body : body;
    }

    private static String quote(String text) {
        return SAFE_IN_SHELL.matcher(text).matches() ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }

    private static Object decoded(Call call) {
        try {
            return new String(Base64.getDecoder().decode(call.text().strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw call.failure("this is no Base64");
        }
    }

    private static String dirname(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    private static Object regexReplace(Call call) {
        Matcher matcher = pattern(call.text(0, "pattern", ""), call).matcher(call.text());
        try {
            return matcher.replaceAll(replacement(call.text(1, "replacement", "")));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw call.failure("the replacement names a group that the pattern does not have");
        }
    }

    /** Python's back references as Java's. */
    private static String replacement(String python) {
        return BACK_REFERENCE.matcher(python).replaceAll(match -> {
            if (match.group(4) != null) {
                return Matcher.quoteReplacement("\\$");
            }
            String group = match.group(1) == null ? match.group(2) : match.group(1);
            if (group == null) {
                return Matcher.quoteReplacement("\\\\" + match.group(3));
            }
            return Matcher.quoteReplacement(group.matches("\\d+") ? "$" + group : "${" + group + "}");
        });
    }

    /** The match, or its groups where they are asked for; an empty text where there is none, as Ansible's nothing prints. */
    private static @Nullable Object regexSearch(Call call) {
        Matcher matcher = pattern(call.text(0, "regex", ""), call).matcher(call.text());
        if (!matcher.find()) {
            return null;
        }
        if (call.arguments().size() < 2) {
            return matcher.group();
        }
        List<@Nullable Object> groups = new ArrayList<>();
        for (Object wanted : call.arguments().subList(1, call.arguments().size())) {
            groups.add(group(matcher, PythonValues.text(wanted), call));
        }
        return groups;
    }

    private static @Nullable String group(Matcher matcher, String wanted, Call call) {
        String name = wanted.replaceAll("^\\\\(?:g<(\\w+)>|(\\d+))$", "$1$2");
        try {
            return name.matches("\\d+") ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw call.failure("the pattern has no group «" + wanted + "»");
        }
    }

    private static Object regexFindAll(Call call) {
        Matcher matcher = pattern(call.text(0, "regex", ""), call).matcher(call.text());
        List<@Nullable Object> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.groupCount() == 0 ? matcher.group() : groups(matcher));
        }
        return found;
    }

    private static Object groups(Matcher matcher) {
        List<String> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i) == null ? "" : matcher.group(i));
        }
        return groups.size() == 1 ? groups.get(0) : groups;
    }

    static Pattern pattern(String python, Call call) {
        int flags = (call.named().get("ignorecase") instanceof Boolean ignore && ignore ? Pattern.CASE_INSENSITIVE : 0)
                | (call.named().get("multiline") instanceof Boolean lines && lines ? Pattern.MULTILINE : 0);
        try {
            return Pattern.compile(python.replace("(?P<", "(?<"), flags | Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw call.failure("«" + python + "» is no regular expression: " + e.getDescription());
        }
    }
}
