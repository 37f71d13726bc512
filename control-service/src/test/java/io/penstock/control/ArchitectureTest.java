package io.penstock.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock.control");

    @Test
    void coreKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("..control.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("..control.core..", "java..")
                .check(CLASSES);
    }

    @Test
    void whatTheCommandUsesKnowsNeitherQuarkusNorKafka() {
        noClasses()
                .that()
                .resideInAnyPackage("..control.core..", "..control.project..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.jboss..", "org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void edgesDoNotKnowEachOther() {
        for (String edge : new String[] {"project", "kafka", "http"}) {
            classes()
                    .that()
                    .resideInAPackage("..control." + edge + "..")
                    .should()
                    .onlyHaveDependentClassesThat()
                    .resideInAnyPackage("..control." + edge + "..", "..control.app..")
                    .check(CLASSES);
        }
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.penstock.control.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
