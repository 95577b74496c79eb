package dev.k3sdeploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;

/** The rules of the architecture, for the packages below a root. */
record ArchitectureRules(String root) {
    private static final Set<String> PROCESS = Set.of("out", "err", "exit", "halt", "getenv");

    private String in(String part) {
        return root + "." + part + "..";
    }

    private String exactly(String part) {
        return root + "." + part;
    }

    /** 1. The façade's own package is a slice too. */
    ArchRule noCycles() {
        return slices().assignedFrom(new PackageSlices(root)).should().beFreeOfCycles();
    }

    /** 2. */
    ArchRule theEngineKnowsNoProduct() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("engine"), in("task"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("k3s"), in("inventory"), in("cli"), root);
    }

    /** 3. */
    ArchRule k3sKnowsNoTransportNoInventoryNoCommandLine() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("k3s"), in("preflight"), in("nfs"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        in("remote.ssh"), in("remote.openssh"), in("remote.local"), in("inventory"), in("cli"), root);
    }

    /** 4. */
    List<ArchRule> eachLibraryHasItsPlace() {
        return List.of(
                only("net.schmizz..", resideInAPackage(in("remote.ssh"))),
                only("com.hierynomus..", resideInAPackage(in("remote.ssh"))),
                only("picocli..", resideInAPackage(in("cli"))),
                only(
                        "org.yaml.snakeyaml..",
                        resideInAPackage(in("inventory"))
                                .or(nameIs(exactly("k3s") + ".Kubeconfig"))
                                .or(nameIs(exactly("k3s") + ".KubeconfigMerge"))),
                only("com.hubspot..", resideInAPackage(in("inventory"))),
                only("io.fabric8..", resideInAnyPackage(in("kube"), in("junit"))),
                only("org.testcontainers..", resideInAPackage(in("testcontainers"))),
                only("com.github.dockerjava..", resideInAPackage(in("testcontainers"))),
                only("org.junit..", resideInAPackage(in("junit"))));
    }

    private static ArchRule only(String library, DescribedPredicate<JavaClass> place) {
        return noClasses()
                .that(not(place))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    /** 5. The environment is read where a program asks for it by name, too: {@code ControlMachine.ofThisProcess()}. */
    ArchRule onlyTheCommandLineKnowsTheProcess() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .accessTargetWhere(
                        new DescribedPredicate<JavaAccess<?>>("is the process's output, environment or end") {
                            @Override
                            public boolean test(JavaAccess<?> access) {
                                String owner = access.getTargetOwner().getName();
                                boolean asked = access.getTarget().getName().equals("getenv")
                                        && access.getOrigin().getName().equals("ofThisProcess");
                                return !asked
                                        && PROCESS.contains(access.getTarget().getName())
                                        && (owner.equals("java.lang.System") || owner.equals("java.lang.Runtime"));
                            }
                        });
    }

    /** 6. A transport may use its own classes. */
    ArchRule onlyTheFacadePicksATransport() {
        return noClasses()
                .that(not(resideInAnyPackage(root, in("remote.ssh"), in("remote.openssh"), in("remote.local"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("remote.ssh"), in("remote.openssh"), in("remote.local"));
    }

    /** 7. */
    ArchRule publicSignaturesAreOfTheJdkAndOurOwn() {
        return com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
                .that(resideInAnyPackage(root, in("engine"), in("inventory")))
                .and()
                .arePublic()
                .should(new OwnTypesInSignatures());
    }

    /** Beyond the seven: what is below never sees what is above. */
    List<ArchRule> importsRunOneWay() {
        return List.of(
                never(
                        "problem",
                        in("remote"),
                        in("engine"),
                        in("task"),
                        in("artifact"),
                        in("inventory"),
                        in("machines")),
                never("remote", in("engine"), in("task"), in("artifact"), in("inventory"), in("machines"), in("k3s")),
                never("inventory", in("remote"), in("engine"), in("task"), in("artifact"), in("machines"), in("k3s")),
                never("artifact", in("remote"), in("engine"), in("task"), in("inventory"), in("machines"), in("k3s")),
                never("machines", in("k3s"), in("cli"), in("inventory"), in("artifact"), root),
                never("engine", in("task"), in("artifact"), in("machines"), in("cli")),
                noClasses()
                        .that()
                        .resideInAPackage(root)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(in("cli"), in("junit"), in("testcontainers")));
    }

    private ArchRule never(String part, String... above) {
        return noClasses()
                .that()
                .resideInAPackage(in(part))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above);
    }

    /** Words that say nothing about what a class is. */
    ArchRule namesSayWhatAClassIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*[.$](Abstract[A-Z]\\w*|\\w*(Manager|Helper|Helpers|Util|Utils|Impl|Abstract))");
    }

    private static DescribedPredicate<JavaClass> nameIs(String name) {
        return DescribedPredicate.describe(name, type -> type.getName().equals(name));
    }

    private record PackageSlices(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(root) || name.startsWith(root + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
