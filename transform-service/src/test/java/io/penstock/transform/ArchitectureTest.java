package io.penstock.transform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final String ROOT = "io.penstock.transform.";
    private static final List<String> EDGES = List.of("config", "kafka", "streams", "http", "script");

    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.penstock.transform");

    @Test
    void coreKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage(ROOT + "core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "core..", "java..")
                .check(service);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "kafka", "streams", "http", "wire"})
    void edgesDoNotKnowEachOther(String edge) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + edge + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EDGES.stream()
                        .filter(other -> !other.equals(edge))
                        .map(other -> ROOT + other + "..")
                        .toArray(String[]::new))
                .check(service);
    }

    @Test
    void onlyTheWiringReadsConfiguration() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.config..", "org.eclipse.microprofile.config..")
                .check(service);
    }
}
