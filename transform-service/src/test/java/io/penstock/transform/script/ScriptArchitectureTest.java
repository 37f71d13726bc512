package io.penstock.transform.script;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.penstock.transform.script.protocol.EngineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may know whom, and the small rules of the plain classes. */
class ScriptArchitectureTest {
    private static final String ROOT = "io.penstock.transform.script";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void theWorkerKnowsJavetAndTheProtocolOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".worker")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.caoccao.javet..", ROOT + ".worker", ROOT + ".protocol")
                .check(classes);
    }

    @Test
    void anEngineIsKnownToItsOwnClassesOnly() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(V8|NativeLibrary).*") // The latter names a file after Javet's version.
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.caoccao..")
                .check(classes);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.QuickJs.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(classes);
    }

    @Test
    void theProtocolKnowsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".protocol")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + ".protocol")
                .check(classes);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.penstock.transform.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        var second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new ScriptLimits(Duration.ofMillis(1), second, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScriptLimits(Duration.ofSeconds(2), second, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScriptLimits(second, Duration.ofMinutes(2), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScriptLimits(second, second, 1L << 40));
        assertThat(new ScriptLimits(second, second, 65L << 20).heapMegabytes()).isEqualTo(128);
    }

    @Test
    void aClassPathEntryIsFoundFromEveryKindOfAddress(@TempDir Path directory) throws IOException {
        Path jar = Files.createFile(directory.resolve("a b.jar"));
        String address = jar.toUri().toString();
        assertThat(WorkerClassPath.path(address)).isEqualTo(jar);
        assertThat(WorkerClassPath.path("jar:" + address + "!/")).isEqualTo(jar);
        assertThat(WorkerClassPath.path("jar:" + address + "!/io/x.class")).isEqualTo(jar);
        assertThat(WorkerClassPath.path(directory.toUri().toString())).isEqualTo(directory);
        assertThatIllegalStateException()
                .isThrownBy(() -> WorkerClassPath.path("quarkus:/x"))
                .withMessageContaining("class path");
    }

    @Test
    void theLibraryOfAPlatformHasTheNameItsLoaderGivesIt() {
        assertThat(NativeLibrary.of(EngineName.V8, "Linux", "amd64").file())
                .startsWith("libjavet-v8-linux-x86_64-i18n.v.")
                .endsWith(".so");
        assertThat(NativeLibrary.of(EngineName.V8, "Mac OS X", "aarch64").file())
                .startsWith("libjavet-v8-macos-arm64-i18n.v.")
                .endsWith(".dylib");
    }

    @Test
    void quickJsIsThereForThePlatformsOfServersAndOfDevelopers() {
        for (String os : List.of("Linux", "Mac OS X")) {
            for (String arch : List.of("amd64", "aarch64")) {
                assertThat(NativeLibrary.of(EngineName.QUICKJS, os, arch).isThere())
                        .as(os + " " + arch)
                        .isTrue();
            }
        }
    }

    @Test
    void anEngineIsChosenByWhatIsThereOrByName() {
        assertThat(ScriptEngineChoice.QUICKJS.engine()).isEqualTo(EngineName.QUICKJS);
        assertThat(ScriptEngineChoice.V8.engine()).isEqualTo(EngineName.V8);
        assertThat(ScriptEngineChoice.AUTO.engine(name -> true)).isEqualTo(EngineName.V8);
        assertThat(ScriptEngineChoice.AUTO.engine(name -> name != EngineName.V8))
                .isEqualTo(EngineName.QUICKJS);
    }
}
