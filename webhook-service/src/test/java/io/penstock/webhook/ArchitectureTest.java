package io.penstock.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final List<String> EDGES = List.of("http", "kafka", "lakehouse");
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock.webhook");

    @Test
    void coreKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("..webhook.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("..webhook.core..", "java..", "javax.crypto..")
                .check(classes);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("..webhook.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void edgesDoNotKnowEachOtherNorTheWiring() {
        for (String edge : EDGES) {
            String[] others = Stream.concat(EDGES.stream().filter(other -> !other.equals(edge)), Stream.of("app"))
                    .map(other -> "..webhook." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("..webhook." + edge + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(classes);
        }
    }
}
