package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person reads his language, programs and logs read English. */
@SuppressWarnings("NullAway.Init")
class LanguageTest {
    private static final Map<String, String> FRENCH = Map.of("LANG", "fr_FR.UTF-8");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "fr_FR.UTF-8, -, -, -, fr",
                "fr, -, -, -, fr",
                "C.UTF-8, -, -, -, en",
                "de_DE.UTF-8, -, -, -, en",
                "fr_CA, -, C, -, en",
                "C, fr_FR, -, -, fr",
                "fr_FR, fr_FR, POSIX, -, en",
                "C, C, C, FR, fr",
                "fr_FR.UTF-8, -, -, en, en",
                "-, -, -, -, en"
            })
    void theVariablesHaveTheirUsualOrder(String lang, String messages, String all, String ours, String language) {
        Map<String, String> environment = new HashMap<>();
        put(environment, "LANG", lang);
        put(environment, "LC_MESSAGES", messages);
        put(environment, "LC_ALL", all);
        put(environment, "K3SDEPLOY_LANG", ours);
        assertThat(Language.of(environment, Locale.GERMANY))
                .isEqualTo(language.equals("fr") ? Locale.FRENCH : Locale.ROOT);
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    @Test
    void whereNoVariableSaysItTheSystemDoes() {
        assertThat(Language.of(Map.of(), Locale.CANADA_FRENCH)).isEqualTo(Locale.FRENCH);
        assertThat(Language.of(Map.of("LANG", ""), Locale.US)).isEqualTo(Locale.ROOT);
    }

    @Test
    void aRunIsToldInFrenchWithAnsiblesWords() {
        MadeUpRun run = new MadeUpRun();
        PlainView view = new PlainView(run.terminal(Locale.FRENCH), new PlainView.Detail(false, 0));
        view.log(Path.of("/logs/up.log"));

        assertThat(run.shownBy(view))
                .contains(
                        "PLAY [Install K3S] node-1 a-longer-name",
                        "changed: [node-1] Write /etc/x",
                        "  ok 1 déjà en place",
                        "PLAY RECAP (12.3 s)",
                        "failed=1",
                        "Toutes les commandes et leurs sorties : /logs/up.log");
    }

    @Test
    void aLogAndJsonAreEnglishWhateverTheLanguage() {
        MadeUpRun run = new MadeUpRun();
        Terminal french = run.terminal(Locale.FRENCH);
        K3sDeployException problem =
                new K3sDeployException(Message.of("kubeconfig.none", "/k"), Message.of("kubeconfig.none.next"));
        JsonView json = new JsonView(french, 0);
        json.note(Message.of("run.interrupting"));
        json.problem(problem);

        assertThat(run.out.toString())
                .contains("letting the running steps end", "There is no kubeconfig /k yet")
                .doesNotContain("Interrompu", "Il n'y a pas");
    }

    private String inventory(int port) throws IOException {
        Files.writeString(
                folder.resolve("inv.yml"),
                "k3s_master: {hosts: {server-1: {ansible_host: 127.0.0.1, ansible_port: " + port
                        + ", ansible_ssh_retries: 0}}}");
        return "inv.yml";
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aMachineThatRefusesIsToldOfInFrench() throws IOException {
        Typed ping = Typed.with(FRENCH, folder, "ping", "-i", inventory(closedPort()));

        assertThat(ping.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ping.out())
                .contains("unreachable: [server-1]")
                .containsPattern("Impossible de joindre server-1 \\(127\\.0\\.0\\.1:\\d+\\) : connexion refusée")
                .contains("La machine est-elle démarrée (vagrant status)");
    }

    @Test
    void andInEnglishToAProgramAndInTheLog() throws IOException {
        String inventory = inventory(closedPort());
        Typed ping = Typed.with(FRENCH, folder, "ping", "-i", inventory, "--output", "json");
        assertThat(ping.out()).contains("connection refused").doesNotContain("refusée");

        Typed up = Typed.with(FRENCH, folder, "down", "--yes", "-i", inventory);
        assertThat(up.out()).contains("connexion refusée", "Toutes les commandes");
        assertThat(log()).contains("connection refused").doesNotContain("refusée");
    }

    private String log() throws IOException {
        try (Stream<Path> logs = Files.list(folder.resolve(".k3s/logs"))) {
            return Files.readString(logs.filter(file -> file.toString().contains("-down"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** Students compare what they see with that page. */
    @Test
    void theFrenchQuickstartShowsWhatIsPrinted() throws IOException {
        String page = Files.readString(Path.of("docs/quickstart.fr.md"));
        Typed init = Typed.with(FRENCH, folder, "init", "--nodes", "2", "--provider", "virtualbox");
        assertThat(init.outLines()).hasSize(2).allMatch(page::contains);
        Typed ping = Typed.with(FRENCH, folder, "ping", "-i", inventory(closedPort()));
        assertThat(ping.outLines())
                .map(line -> line.replace("server-1", "vagrantbox-2")
                        .replaceAll("127\\.0\\.0\\.1:\\d+", "192.168.50.202:22"))
                .hasSize(3)
                .allMatch(page::contains);
        MadeUpRun run = new MadeUpRun();
        run.shownBy(new PlainView(run.terminal(Locale.FRENCH), new PlainView.Detail(false, 0)));
        assertThat(page).contains(" déjà en place\n", "\nPLAY RECAP (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upp | k3sdeploy: la commande upp n'existe pas (est-ce up ?)",
                "up --chekc | k3sdeploy up: l'option --chekc n'existe pas (est-ce --check ?)",
                "up more | k3sdeploy up: ces mots sont de trop : more (`k3sdeploy up --help` dit ce qu'il y a)",
                "up -i | k3sdeploy up: il manque la valeur de --inventory, FILE (`k3sdeploy up --help` dit ce qu'il y a)",
                "ssh | k3sdeploy ssh: il manque HOST (`k3sdeploy ssh --help` dit ce qu'il y a)",
                "up --forks x | k3sdeploy up: --forks vaut «x», et doit être un nombre entier"
                        + " (`k3sdeploy up --help` dit ce qu'il y a)",
                "up --output x | k3sdeploy up: --output vaut «x», et doit être l'un de live, plain, json"
                        + " (`k3sdeploy up --help` dit ce qu'il y a)",
            })
    void aSlipOfThePenIsToldInFrenchAndInOneLine(String words, String told) {
        Typed typed = Typed.with(FRENCH, folder, words.split(" "));
        assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEqualTo("Erreur : " + told + System.lineSeparator());
    }

    @Test
    void whatAMachineIsCheckedForIsToldInFrench() {
        MadeUpRun run = new MadeUpRun();
        new CheckView(run.terminal(Locale.FRENCH), false)
                .text(List.of(new Finding(
                        new Target("node-1"),
                        "memory",
                        Finding.Level.FAILURE,
                        Message.of(
                                "check.memory.too-little",
                                Message.of("check.memory", Message.of("check.size.mb", 256)),
                                Message.of("check.memory.server")),
                        Message.of("check.memory.too-little.next"))));
        assertThat(run.out.toString())
                .contains(
                        "failure: memory: 256 Mo de mémoire ; K3S demande 2 Go sur un serveur et ne démarre pas avec si peu",
                        "    Lui donner plus de mémoire");
    }

    @Test
    void whatIsTypedWrongIsToldInFrench() {
        assertThat(Typed.with(FRENCH, folder, "up").err())
                .startsWith("Erreur : -i: aucun inventaire n'est donné, et il n'y a ici ni inventory.yml");
        assertThat(Typed.with(FRENCH, folder, "up", "-i", "inventori.yml").err())
                .isEqualTo(
                        "Erreur : inventori.yml: cet inventaire n'existe pas (-i FICHIER, -i DOSSIER ou -i HÔTE,HÔTE)"
                                + System.lineSeparator());
    }
}
