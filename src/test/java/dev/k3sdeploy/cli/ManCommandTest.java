package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ManCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aPageHoldsWhatTheHelpHolds() {
        assertThat(Typed.in(folder, "man", "node", "remove").out())
                .startsWith(".TH K3SDEPLOY\\-NODE\\-REMOVE 1 ")
                .contains(
                        ".SH NAME\nk3sdeploy\\-node\\-remove \\- Drain nodes",
                        ".SH SYNOPSIS\nk3sdeploy node remove [OPTIONS] NAME...",
                        ".TP\n\\fB\\-i\\fR, \\fB\\-\\-inventory\\fR=\\fIFILE\\fR\nInventory file",
                        ".SH EXAMPLES\n.nf\n  k3sdeploy node remove vagrantbox\\-4",
                        ".SH SEE ALSO\n\\fBk3sdeploy\\-node\\fR(1)");
    }

    @Test
    void itIsFrenchForTheFrench() {
        assertThat(Typed.with(Map.of("LANG", "fr_FR.UTF-8"), folder, "man", "ping")
                        .out())
                .contains(".SH NOM\n", "Se connecter à chaque machine", ".SH EXEMPLES\n");
    }

    @Test
    void everyCommandHasAPageThatManReadsWithoutComplaint() throws Exception {
        assertThat(Typed.in(folder, "man", "-o", "man1").exitCode()).isZero();
        List<Path> pages;
        try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
            pages = files.toList();
        }
        assertThat(pages)
                .extracting(page -> page.getFileName().toString())
                .contains("k3sdeploy.1", "k3sdeploy-up.1", "k3sdeploy-snapshot-restore.1", "k3sdeploy-man.1")
                .hasSizeGreaterThan(40);
        Optional<Path> groff = groff();
        assumeTrue(groff.isPresent(), "no groff here: apt-get install groff-base");
        List<String> words =
                new ArrayList<>(List.of(groff.orElseThrow().toString(), "-ww", "-man", "-Tutf8", "-Kutf8", "-P-cbou"));
        pages.forEach(page -> words.add(page.toString()));
        Process process = new ProcessBuilder(words)
                .redirectError(folder.resolve("complaints").toFile())
                .start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("complaints")).isEmptyFile();
        assertThat(shown).contains("--host-key-checking=POLICY");
    }

    private static Optional<Path> groff() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .map(place -> Path.of(place, "groff"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void aCommandThatThereIsNotIsTold() {
        Typed man = Typed.in(folder, "man", "upp");
        assertThat(man.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(man.err())
                .isEqualTo(
                        "Error: man: there is no command upp (`k3sdeploy --help` names all)" + System.lineSeparator());
    }
}
