package dev.k3sdeploy.k3s;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A file of the folder {@code templates}, its <code>{{names}}</code> replaced by values. */
public final class Template {
    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /**
     * The file of that name.
     *
     * @param name in {@code templates/}
     * @return its text, with the names still in it
     */
    public static Template of(String name) {
        try (InputStream resource = Template.class.getResourceAsStream("/templates/" + name)) {
            return new Template(
                    new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * With the value in the name's place.
     *
     * @param name as the template has it between its marks
     * @param value put in as it stands
     * @return another template
     */
    public Template with(String name, String value) {
        return new Template(text.replace("{{" + name + "}}", value));
    }

    /** {@return the text, in which no name is left} */
    public String render() {
        if (text.contains("{{")) {
            throw new IllegalStateException("a name was not given: " + text.substring(text.indexOf("{{")));
        }
        return text;
    }
}
