package io.penstock.transform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.transform.core.Destinations.Erasing;
import io.penstock.transform.core.Destinations.Merging;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationCatalogueTest {
    @Test
    void sendsNoMergeAndDeletesWhoIsErasedUnlessTheConnectionSaysOtherwise() {
        Optional<ConfigV1> silent = connection("");
        assertThat(DestinationCatalogue.merging(silent)).isEqualTo(new Merging.Never());
        assertThat(DestinationCatalogue.erasing(silent)).isEqualTo(Erasing.DELETE);
        assertThat(DestinationCatalogue.merging(Optional.empty())).isEqualTo(new Merging.Never());
        assertThat(DestinationCatalogue.erasing(Optional.empty())).isEqualTo(Erasing.DELETE);
    }

    @Test
    void readsEveryPolicy() {
        assertThat(merging("send")).isEqualTo(new Merging.Send());
        assertThat(merging("never")).isEqualTo(new Merging.Never());
        assertThat(merging("hold")).isEqualTo(new Merging.Hold(Duration.ofDays(1)));
        assertThat(DestinationCatalogue.merging(connection(",\"merges\":{\"policy\":\"hold\",\"hold\":\"PT2H\"}")))
                .isEqualTo(new Merging.Hold(Duration.ofHours(2)));
        assertThat(DestinationCatalogue.erasing(connection(",\"erase\":\"suppress\"")))
                .isEqualTo(Erasing.SUPPRESS);
        assertThat(DestinationCatalogue.erasing(connection(",\"erase\":\"keep\"")))
                .isEqualTo(Erasing.KEEP);
    }

    @Test
    void sendsNoMergeIfTheConnectionCannotBeRead() {
        assertThat(merging("at-once")).isEqualTo(new Merging.Never());
    }

    private static Merging merging(String policy) {
        return DestinationCatalogue.merging(connection(",\"merges\":{\"policy\":\"" + policy + "\"}"));
    }

    private static Optional<ConfigV1> connection(String more) {
        String spec = "{\"type\":\"customerio\",\"customerio\":{\"siteId\":{\"env\":\"A\"},\"apiKey\":{\"env\":\"B\"}"
                + more + "}}";
        return Optional.of(new ConfigV1(
                "main", ConfigV1.Kind.CONNECTION, "customerio", 1, json(spec), null, "h", "local", Instant.EPOCH));
    }

    private static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
