package io.penstock.databricks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxLaunchTest {
    @TempDir
    private Path folder;

    private Path jar;
    private SandboxLaunch launch;

    @BeforeEach
    void build() throws IOException {
        jar = Files.writeString(folder.resolve("sandbox.jar"), "jar");
        Path other = Files.writeString(folder.resolve("spark.jar"), "spark");
        Path list = Files.writeString(folder.resolve("classpath.txt"), other + "\n");
        launch = SandboxLaunch.of(Path.of(System.getProperty("java.home")), jar, list, "1g", folder.resolve("cache"));
    }

    @Test
    void writesTheWholeCommandLine() throws IOException {
        List<String> command = launch.command(List.of("--port", "1"));

        assertThat(command.getFirst()).endsWith(File.separator + "java");
        assertThat(command).contains("-Xmx1g", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
        assertThat(command)
                .containsSubsequence(
                        "-cp",
                        jar + File.pathSeparator + folder.resolve("spark.jar"),
                        "io.penstock.databricks.sandbox.DatabricksSandbox",
                        "--port",
                        "1");
        assertThat(command).noneMatch(flag -> flag.startsWith("-XX:AOT"));
    }

    @Test
    void usesACacheThatFitsAndNoOther() throws IOException {
        Path cache = launch.cacheFile();
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "cache");
        assertThat(launch.command(List.of())).contains("-XX:AOTCache=" + cache);

        Files.writeString(jar, "another jar");
        assertThat(launch.cacheFile()).isNotEqualTo(cache);
        assertThat(launch.command(List.of())).noneMatch(flag -> flag.startsWith("-XX:AOT"));
    }

    @Test
    void opensWhatSparkWantsOpened() throws IOException {
        List<String> wanted = Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                .filter(flag -> flag.startsWith("--add-opens"))
                .filter(flag -> !flag.contains("sun.security.action")) // the JDK has no such package any more
                .toList();
        assertThat(wanted).isNotEmpty();
        assertThat(launch.command(List.of())).containsAll(wanted);
    }
}
