package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportLookupTest {
    private final ExportLookup lookup = new ExportLookup("id", List.of("kind"));

    @Test
    void theHighestSequenceNumberStaysWhicheverComesFirst() {
        lookup.add(row("a", "new", 10));
        lookup.add(row("a", "old", 9));
        lookup.add(row("b", "old", 9));
        lookup.add(row("b", "new", 10));
        assertThat(lookup.find("a").path("kind").textValue()).isEqualTo("new");
        assertThat(lookup.find("b").path("kind").textValue()).isEqualTo("new");
    }

    @Test
    void keepsOnlyTheColumnsThatAreAskedFor() {
        lookup.add(row("a", "new", 1).put("content", "<p>long</p>"));
        assertThat(lookup.find("a").fieldNames()).toIterable().containsExactly("kind", "seq_num");
    }

    @Test
    void whatIsNotThereIsEmpty() {
        lookup.add(row("", "lost", 1));
        assertThat(lookup.find("")).isEmpty();
        assertThat(lookup.find("a")).isEmpty();
    }

    private static ObjectNode row(String id, String kind, long order) {
        return Json.wire().createObjectNode().put("id", id).put("kind", kind).put("seq_num", order);
    }
}
