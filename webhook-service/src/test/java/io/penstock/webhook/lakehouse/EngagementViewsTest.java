package io.penstock.webhook.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngagementViewsTest {
    @Test
    void theGuideShowsTheViewsAsTheyAreCreated() throws IOException {
        String guide = Files.readString(Path.of("../docs/engagement.md"));

        assertThat(EngagementViews.statements(TableSchema.parse("main.engagement")))
                .map(view -> view.replace("`main`.`engagement`", "engagement"))
                .allSatisfy(view -> assertThat(guide).contains(view + ";"));
    }
}
