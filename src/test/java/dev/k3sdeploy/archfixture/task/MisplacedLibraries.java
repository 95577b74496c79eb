package dev.k3sdeploy.archfixture.task;

import com.github.dockerjava.api.DockerClient;
import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hubspot.jinjava.Jinjava;
import io.fabric8.StandIn;
import net.schmizz.sshj.SSHClient;
import org.junit.jupiter.api.Assertions;
import org.testcontainers.DockerClientFactory;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** Libraries where they have no place. */
record MisplacedLibraries(
        SSHClient ssh,
        KeyAlgorithm key,
        CommandLine line,
        Yaml yaml,
        Jinjava jinja,
        StandIn fabric8,
        Assertions junit,
        DockerClientFactory testcontainers,
        DockerClient docker) {}
