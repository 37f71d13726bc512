package io.penstock.identity;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.penstock.identity");

    @Test
    void coreKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("..identity.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("..identity.core..", "java..", "javax.crypto..")
                .check(OURS);
    }

    @Test
    void rulesKnowNothingOfProfiles() {
        noClasses()
                .that()
                .resideInAPackage("..core.rules..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.penstock.identity.core")
                .check(OURS);
    }

    @Test
    void edgesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..identity.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..identity.streams..", "..identity.app..", "org.apache.kafka..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("..identity.streams..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..identity.http..", "..identity.app..", "jakarta..")
                .check(OURS);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.penstock.identity.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }
}
