package io.penstock.delivery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final List<String> EDGES = List.of("customerio", "kafka", "http");
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock.delivery");

    @Test
    void coreKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("..delivery.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("..delivery.core..", "java..")
                .check(classes);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("..delivery.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void edgesDoNotKnowEachOtherNorTheWiring() {
        for (String edge : EDGES) {
            String[] others = java.util.stream.Stream.concat(
                            EDGES.stream().filter(other -> !other.equals(edge)), java.util.stream.Stream.of("app"))
                    .map(other -> "..delivery." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("..delivery." + edge + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(classes);
        }
    }

    @Test
    void theReadBackStandsBesideTheDeliveries() {
        noClasses()
                .that()
                .resideInAPackage("..delivery.readback..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..delivery.core..",
                        "..delivery.kafka..",
                        "..delivery.customerio..",
                        "..delivery.http..",
                        "..delivery.app..")
                .check(classes);
    }
}
