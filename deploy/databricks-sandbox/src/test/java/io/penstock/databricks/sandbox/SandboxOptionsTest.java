package io.penstock.databricks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxOptionsTest {
    @Test
    void readsEveryOption(@TempDir Path folder) {
        SandboxOptions options = SandboxOptions.parse(List.of(
                "--port",
                "8443",
                "--root",
                folder.toString(),
                "--catalog",
                "main=" + folder,
                "--token",
                "t",
                "--client-id",
                "x",
                "--client-secret",
                "y",
                "--warehouse-state-dir",
                folder.toString()));

        assertThat(options.port()).isEqualTo(8443);
        assertThat(options.root()).contains(folder);
        assertThat(options.catalogs()).containsEntry("main", folder);
        assertThat(options.stateDir()).contains(folder);
        assertThat(options.token()).contains("t");
        assertThat(options.client().orElseThrow().id()).isEqualTo("x");
        assertThat(options).asString().doesNotContain("y]");
    }

    @Test
    void saysInOneSentenceWhatIsWrong() {
        refuses("--port", "--port 99999 --root x");
        refuses("--root", "--port 1");
        refuses("Unknown option --prot", "--prot 1");
        refuses("wants a value", "--root");
        refuses("--client-secret", "--root x --client-id y");
        refuses("existing folder", "--catalog main=/nowhere/at/all");
    }

    private static void refuses(String why, String line) {
        assertThatThrownBy(() -> SandboxOptions.parse(Arrays.asList(line.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
