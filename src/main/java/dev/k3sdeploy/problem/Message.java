package dev.k3sdeploy.problem;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is told to a person: in the person's language where {@code messages_LANGUAGE.properties} has it, in
 * English to all programs, logs and callers of the library ({@link #toString}). In the texts {@code {0}} is the first
 * argument; nothing else has a meaning, apostrophes neither.
 */
public final class Message {
    private static final String BUNDLE = "dev.k3sdeploy.problem.messages";
    private static final ResourceBundle.Control EXACTLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    /** Nothing to say. */
    public static final Message NONE = verbatim("");

    private final String template;
    private final boolean isKey;
    private final List<Object> arguments;
    private final UnaryOperator<String> change;

    private Message(String template, boolean isKey, List<Object> arguments, UnaryOperator<String> change) {
        this.template = template;
        this.isKey = isKey;
        this.arguments = arguments;
        this.change = change;
    }

    /**
     * A text of the catalogue.
     *
     * @param key its name in the catalogue
     * @param arguments each told as its {@code toString} has it; one that is a message itself, in the same language
     * @return to be put into words later
     * @throws MissingResourceException when the catalogue does not have it in English
     */
    public static Message of(String key, Object... arguments) {
        return new Message(key, true, List.of(arguments), UnaryOperator.identity());
    }

    /**
     * A text that is the same in every language.
     *
     * @param text as it is shown
     * @return a message of that text
     */
    public static Message verbatim(String text) {
        return new Message("{0}", false, List.of(text), UnaryOperator.identity());
    }

    /**
     * Messages in a form that has no words of its own: {@code shaped("{0} ({1})", what, why)}.
     *
     * @param form as {@link java.text.MessageFormat} takes it
     * @param arguments each told as its {@code toString} has it; messages in the same language
     * @return to be put into words later
     */
    public static Message shaped(String form, Object... arguments) {
        return new Message(form, false, List.of(arguments), UnaryOperator.identity());
    }

    /**
     * All of them: «a, b and c».
     *
     * @param names in their order
     * @return to be put into words later
     */
    public static Message list(List<String> names) {
        if (names.size() < 2) {
            return verbatim(String.join("", names));
        }
        int last = names.size() - 1;
        return Message.of("list.and", String.join(", ", names.subList(0, last)), names.get(last));
    }

    /**
     * The same, changed after it has been put into words: secrets are masked in any language.
     *
     * @param then gets the words of one language
     * @return to be put into words later
     */
    public Message changed(UnaryOperator<String> then) {
        return new Message(template, isKey, arguments, text -> then.apply(change.apply(text)));
    }

    /**
     * In a language, or in English when there is no text in it.
     *
     * @param language of the reader
     * @return the whole text; it may have several lines
     */
    public String in(Locale language) {
        String text = isKey
                ? ResourceBundle.getBundle(BUNDLE, language, Message.class.getClassLoader(), EXACTLY)
                        .getString(template)
                : template;
        return change.apply(PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(argument(Integer.parseInt(place.group(1)), language))));
    }

    private String argument(int number, Locale language) {
        Object argument = arguments.get(number);
        return argument instanceof Message message ? message.in(language) : argument.toString();
    }

    /** {@return whether there is nothing to say} */
    public boolean isEmpty() {
        return toString().isEmpty();
    }

    /** In English. */
    @Override
    public String toString() {
        return in(Locale.ROOT);
    }

    /** Equal is what reads the same in English. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Message message && message.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(toString());
    }
}
