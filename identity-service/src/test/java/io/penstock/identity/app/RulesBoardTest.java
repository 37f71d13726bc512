package io.penstock.identity.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.schemas.ConfigV1;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RulesBoardTest {
    private final RulesBoard board = new RulesBoard();

    @Test
    void showsTheHighestVersionOfEachWorkspaceWhateverTheOrder() {
        board.take(config("acme", ConfigV1.Kind.IDENTITY, 2));
        board.take(config("acme", ConfigV1.Kind.IDENTITY, 1));
        board.take(config("other", ConfigV1.Kind.IDENTITY, 7));

        assertThat(board.latest("acme")).map(ConfigV1::version).contains(2L);
        assertThat(board.latest("other")).map(ConfigV1::version).contains(7L);
        assertThat(board.latest("nobody")).isEmpty();
    }

    @Test
    void takesNoticeOfIdentityRulesOnly() {
        board.take(config("acme", ConfigV1.Kind.PIPELINE, 1));

        assertThat(board.latest("acme")).isEmpty();
    }

    private static ConfigV1 config(String workspace, ConfigV1.Kind kind, long version) {
        return new ConfigV1(
                workspace,
                kind,
                "identity",
                version,
                JsonNodeFactory.instance.objectNode(),
                null,
                "hash",
                "local",
                Instant.EPOCH);
    }
}
