package io.penstock.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final List<String> ADAPTERS = List.of("databricks", "unity", "kafka", "streams", "http");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.penstock.ingest");

    @Test
    void coreKnowsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("..ingest.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("..ingest.core..", "java..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.penstock.ingest.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.penstock.ingest.core.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        for (String one : ADAPTERS) {
            for (String other : ADAPTERS) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("io.penstock.ingest." + one + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.penstock.ingest." + other + "..")
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void onlyAppReadsConfiguration() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.penstock.ingest.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.config..", "org.eclipse.microprofile.config..")
                .check(CLASSES);
    }
}
