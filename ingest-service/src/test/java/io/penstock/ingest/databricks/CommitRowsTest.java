package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitRowsTest {
    @Test
    void aMapOfTheDriverIsTakenWithoutItsNulls() {
        Map<String, Object> map = new HashMap<>(Map.of("oldColumnPath", "w", "newColumnPath", "w\",\"x"));
        map.put("description", null);

        assertThat(CommitRows.texts(map))
                .containsExactlyInAnyOrderEntriesOf(Map.of("oldColumnPath", "w", "newColumnPath", "w\",\"x"));
    }

    @Test
    void textIsTakenOnlyIfItIsWhole() {
        assertThat(CommitRows.texts("{\"mode\":\"Append\",\"partitionBy\":\"[]\",\"x\":null,\"n\":[1]}"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("mode", "Append", "partitionBy", "[]", "n", "[1]"));
        assertThat(CommitRows.texts("{\"predicate\":\"[\"(id = 1)\"]\"}")).isEmpty();
        assertThat(CommitRows.texts("[]")).isEmpty();
        assertThat(CommitRows.texts(null)).isEmpty();
    }

    @Test
    void commitTimesNeverFallAndOldCommitsGetTheOldestTimeKnown() {
        Instant noon = Instant.parse("2026-03-15T12:00:00Z");
        CommitTimes times = new CommitTimes(commits(noon, noon.minusSeconds(10), noon.plusSeconds(10)));

        assertThat(times.at(2)).isEqualTo(noon);
        assertThat(times.at(6)).isEqualTo(noon);
        assertThat(times.at(7)).isEqualTo(noon.plusSeconds(10));
        assertThat(new CommitTimes(List.of()).at(1)).isNull();
    }

    /** From version 5 on. */
    private static List<Commit> commits(Instant... at) {
        List<Commit> commits = new ArrayList<>();
        Arrays.stream(at)
                .forEach(time -> commits.add(new Commit(5 + commits.size(), time, "WRITE", Map.of(), Map.of())));
        return commits;
    }
}
