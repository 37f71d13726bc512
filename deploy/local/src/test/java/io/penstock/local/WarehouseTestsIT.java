package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Screen;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Both JDBC edges against the stand-in, each by its own module's tests: those that also run against a workspace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarehouseTestsIT {
    private static final long PATIENCE_MINUTES = 8;

    private final Installation installation = Installation.fromSystemProperty();
    private final Screen screen = new Screen(System.out, false);
    private Path folder;
    private House house;
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("main"));
        house.prepare(screen::say);
        stack = Stack.open(house.data());
        stack.start(
                List.of(house.program("databricks-sandbox")), (name, needed) -> Runs.showReady(screen, name, needed));
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void theReadersStatementsWorkOnAWarehouse() throws Exception {
        pass("ingest-service", "io.penstock.ingest.databricks");
    }

    @Test
    @EnabledIfSystemProperty(named = "penstock.warehouse.writer", matches = "true")
    void theWritersStatementsWorkOnAWarehouse() throws Exception {
        pass("webhook-service", "io.penstock.webhook.lakehouse");
    }

    private void pass(String module, String testPackage) throws Exception {
        Path log = folder.resolve(module + ".log");
        int exit = runTests(installation.home().resolve(module).resolve("target"), testPackage, log);
        String printed = Files.readString(log);
        assertThat(exit).as(printed).isZero();
        printed.lines().filter(line -> line.contains(" tests ")).forEach(screen::say);
    }

    private int runTests(Path target, String testPackage, Path log) throws Exception {
        String classPath = String.join(
                File.pathSeparator,
                target.resolve("test-classes").toString(),
                target.resolve("classes").toString(),
                Files.readString(target.resolve("test-classpath.txt")).strip());
        ProcessBuilder tests = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.timezone=UTC",
                "-cp",
                classPath,
                "io.penstock.testkit.TaggedTests",
                testPackage,
                "warehouse");
        tests.environment()
                .putAll(Map.of(
                        "PENSTOCK_TEST_WAREHOUSE_PORT",
                        Integer.toString(house.ports().databricks()),
                        "PENSTOCK_TEST_WAREHOUSE_TOKEN_ENV",
                        "PENSTOCK_TEST_TOKEN",
                        "PENSTOCK_TEST_TOKEN",
                        House.DATABRICKS_TOKEN));
        Process process =
                tests.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the tests did not end; they printed:\n" + Files.readString(log));
        }
        return process.exitValue();
    }
}
