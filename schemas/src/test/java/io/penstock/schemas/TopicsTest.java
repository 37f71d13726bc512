package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final Map<String, NewTopic> CREATIONS =
            Topics.creations(3, (short) 1).stream().collect(Collectors.toMap(NewTopic::name, topic -> topic));

    @Test
    void namesEveryTopicOnceInTheHousesForm() {
        assertThat(Topics.all())
                .extracting(Topic::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("penstock\\.[a-z]+(-[a-z]+)?\\.v1"));
        assertThat(Topics.all()).extracting(Topic::type).doesNotHaveDuplicates();
    }

    @Test
    void listsEveryTopicThatIsDeclared() throws IllegalAccessException {
        for (var field : Topics.class.getDeclaredFields()) {
            if (field.getType() == Topic.class) {
                assertThat(Topics.all()).contains((Topic<?>) field.get(null));
            }
        }
    }

    @Test
    void compactsStatesAndExpiresEvents() {
        assertThat(CREATIONS.values().stream()
                        .filter(topic -> topic.configs().get("cleanup.policy").equals("compact"))
                        .map(NewTopic::name))
                .containsExactlyInAnyOrder("penstock.config.v1", "penstock.checkpoints.v1", "penstock.profiles.v1");
        assertThat(CREATIONS.values())
                .filteredOn(topic -> topic.configs().get("cleanup.policy").equals("delete"))
                .allSatisfy(topic -> assertThat(Long.parseLong(topic.configs().get("retention.ms")))
                        .isPositive());
    }

    @Test
    void keepsEveryVersionOfAConfigurationLongerThanAnyRecordThatNamesIt() {
        long lag = Long.parseLong(CREATIONS.get("penstock.config.v1").configs().get("min.compaction.lag.ms"));

        assertThat(Topics.all())
                .filteredOn(topic -> topic.type() != AuditV1.class
                        && topic.type() != DecisionV1.class
                        && topic.type() != SchemaChangeV1.class)
                .allSatisfy(topic -> {
                    String retention = CREATIONS.get(topic.name()).configs().getOrDefault("retention.ms", "0");
                    assertThat(Long.parseLong(retention)).isLessThan(lag);
                });
    }

    @Test
    void spreadsWhatGrowsAndKeepsOneOrderWhereItMatters() {
        assertThat(CREATIONS.values().stream()
                        .filter(topic -> topic.numPartitions() == 1)
                        .map(NewTopic::name))
                .containsExactlyInAnyOrder(
                        "penstock.config.v1",
                        "penstock.checkpoints.v1",
                        "penstock.schema-changes.v1",
                        "penstock.audit.v1");
        assertThat(CREATIONS.values())
                .filteredOn(topic -> topic.numPartitions() != 1)
                .allMatch(topic -> topic.numPartitions() == 3);
    }

    @Test
    void leavesCompressionToTheProducer() {
        assertThat(CREATIONS.values())
                .allMatch(topic -> topic.configs().get("compression.type").equals("producer"));
    }
}
