package dev.k3sdeploy.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final Message REFUSED = Message.of("ssh.cannot-reach", "box-1", Message.of("ssh.refused"));

    @Test
    void programsReadEnglishAndAPersonHisLanguage() {
        assertThat(REFUSED).hasToString("Cannot reach box-1: connection refused");
        assertThat(REFUSED.in(Locale.FRENCH)).isEqualTo("Impossible de joindre box-1 : connexion refusée");
        assertThat(REFUSED.in(Locale.CANADA_FRENCH)).isEqualTo(REFUSED.in(Locale.FRENCH));
    }

    @Test
    void aLanguageThatThereIsNotIsEnglishWhateverTheSystems() {
        Locale system = Locale.getDefault();
        try {
            Locale.setDefault(Locale.FRANCE);
            assertThat(REFUSED.in(Locale.GERMAN)).isEqualTo(REFUSED.toString());
            assertThat(REFUSED).hasToString("Cannot reach box-1: connection refused");
        } finally {
            Locale.setDefault(system);
        }
    }

    @Test
    void argumentsAreTextAndNoPatterns() {
        assertThat(Message.of("warning", "{1} costs $1 \\ 'quoted'")).hasToString("Warning: {1} costs $1 \\ 'quoted'");
        assertThat(Message.verbatim("{0} '{1}'")).hasToString("{0} '{1}'");
    }

    @Test
    void aSecretIsMaskedInEveryLanguage() {
        Message masked =
                Message.of("ssh.cannot-reach", "box-1", "hunter2").changed(text -> text.replace("hunter2", "•••"));
        assertThat(masked).hasToString("Cannot reach box-1: •••");
        assertThat(masked.in(Locale.FRENCH)).isEqualTo("Impossible de joindre box-1 : •••");
        assertThat(Message.of("warning", masked).in(Locale.FRENCH)).doesNotContain("hunter2");
    }

    @Test
    void aProblemIsToldInBoth() {
        K3sDeployException problem = InvalidInputException.of(
                "-i",
                Message.of("input.no-such-variable", "k3s_chanel"),
                Message.of("input.do-you-mean", "k3s_channel"));
        assertThat(problem.summary()).isEqualTo("-i: there is no variable k3s_chanel (do you mean k3s_channel?)");
        assertThat(problem).hasMessage(problem.summary());
        assertThat(problem.what().in(Locale.FRENCH))
                .isEqualTo("-i: la variable k3s_chanel n'existe pas (est-ce k3s_channel ?)");
    }

    @Test
    void aKeyThatThereIsNotIsABug() {
        assertThatThrownBy(() -> Message.of("no.such.key").toString()).isInstanceOf(MissingResourceException.class);
    }
}
