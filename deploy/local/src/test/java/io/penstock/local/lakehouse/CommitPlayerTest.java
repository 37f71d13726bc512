package io.penstock.local.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitPlayerTest {
    @TempDir
    Path folder;

    @Test
    void revealsTheCommitsOfAllTablesInTheOrderTheyWereMade() throws IOException {
        commit("ml/scores", 0, 1_000, "WRITE");
        commit("ml/scores", 1, 3_000, "MERGE");
        commit("crm/contacts", 0, 500, "WRITE");
        commit("crm/contacts", 1, 2_000, "UPDATE");
        Files.writeString(log("ml/scores").resolve("00000000000000000001.crc"), "{}");

        CommitPlayer player = CommitPlayer.prepare(folder.resolve("lake"), folder.resolve("copy"));

        assertThat(player.hidden()).extracting(CommitPlayer.Commit::operation).containsExactly("UPDATE", "MERGE");
        assertThat(visible("ml/scores")).containsExactly("00000000000000000000.json");
        assertThat(player.reveal().table()).isEqualTo("crm/contacts");
        assertThat(player.reveal().version()).isEqualTo(1);
        assertThat(visible("ml/scores")).containsExactly("00000000000000000000.json", "00000000000000000001.json");
        assertThat(player.hidden()).isEmpty();
    }

    @Test
    void givesACommitTheTimeItsWriterNoted() throws IOException {
        commit("ml/scores", 0, 1_700_000_000_000L, "WRITE");

        CommitPlayer player = CommitPlayer.prepare(folder.resolve("lake"), folder.resolve("copy"));

        Path commit = player.copy().resolve("ml/scores/_delta_log/00000000000000000000.json");
        assertThat(Files.getLastModifiedTime(commit).toMillis()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void startsATableWhoseFirstCommitsAreGoneAtItsCheckpoint() throws IOException {
        commit("ml/scores", 4, 4_000, "WRITE");
        commit("ml/scores", 5, 5_000, "WRITE");
        commit("ml/scores", 6, 6_000, "MERGE");
        Files.writeString(log("ml/scores").resolve("00000000000000000005.checkpoint.parquet"), "");

        CommitPlayer player = CommitPlayer.prepare(folder.resolve("lake"), folder.resolve("copy"));

        assertThat(player.hidden()).extracting(CommitPlayer.Commit::version).containsExactly(6L);
    }

    private Path log(String table) throws IOException {
        return Files.createDirectories(folder.resolve("lake").resolve(table).resolve("_delta_log"));
    }

    private void commit(String table, long version, long timestamp, String operation) throws IOException {
        Files.writeString(
                log(table).resolve("%020d.json".formatted(version)),
                "{\"commitInfo\":{\"timestamp\":%d,\"operation\":\"%s\"}}%n".formatted(timestamp, operation));
    }

    private java.util.List<String> visible(String table) throws IOException {
        try (var files = Files.list(folder.resolve("copy").resolve(table).resolve("_delta_log"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
