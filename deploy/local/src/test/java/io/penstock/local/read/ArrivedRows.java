package io.penstock.local.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.Topics;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What pass-through pipelines handed on, value by value beside what plain Spark SQL says: values of plain types in
 * full, of those with parts whether there is one. For one thread.
 */
public final class ArrivedRows {
    private final Map<String, List<JsonNode>> rows = new HashMap<>();

    /** Takes in all that is on the topic by now. */
    public ArrivedRows(String bootstrap) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer =
                new KafkaConsumer<>(settings, Topics.READS.keySerde().deserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.READS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> take(record.topic(), record.value()));
            }
        }
    }

    private void take(String topic, byte[] value) {
        ReadV1 read = Topics.READS.valueSerde().deserializer().deserialize(topic, value);
        if (read.row() != null) {
            rows.computeIfAbsent(read.pipeline(), name -> new ArrayList<>()).add(read.row());
        }
    }

    /** Rows in which Spark and the pipeline differ, Spark's first; both empty if they say the same. */
    public List<List<String>> differences(House house, FoundTable table) throws SQLException {
        try (Sql sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN)) {
            List<Sql.Row> columns =
                    sql.query("DESCRIBE QUERY SELECT * FROM " + table.sqlName()).rows();
            List<String> asked = columns.stream()
                    .map(column -> sql(column.get(0), column.get(1)))
                    .toList();
            List<String> expected = new ArrayList<>();
            for (Sql.Row row : sql.query("SELECT " + String.join(", ", asked) + " FROM " + table.sqlName())
                    .rows()) {
                expected.add(spark(columns, row));
            }
            List<String> arrived = new ArrayList<>();
            for (JsonNode row : rows.getOrDefault(table.pipeline(), List.of())) {
                arrived.add(row(columns, row));
            }
            List<String> missing = new ArrayList<>(expected);
            arrived.forEach(missing::remove);
            expected.forEach(arrived::remove);
            return List.of(missing, arrived);
        }
    }

    private static String sql(String name, String type) {
        String column = "`" + name.replace("`", "``") + "`";
        return switch (kind(type)) {
            case "timestamp" -> "unix_micros(" + column + ")";
            case "timestamp_ntz" -> "unix_micros(CAST(" + column + " AS TIMESTAMP))";
            case "date" -> "unix_date(" + column + ")";
            case "binary" -> "base64(" + column + ")";
            case "variant" -> column + " IS NOT NULL AND NOT is_variant_null(" + column + ")";
            case "array", "map", "struct", "interval" -> column + " IS NOT NULL";
            default -> "CAST(" + column + " AS STRING)";
        };
    }

    private static String kind(String type) {
        return type.split("[<( ]")[0];
    }

    private static String spark(List<Sql.Row> columns, Sql.Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String value = row.get(i);
            text.append(columns.get(i).get(0)).append('=');
            text.append(
                            value == null
                                    ? null
                                    : switch (kind(columns.get(i).get(1))) {
                                        case "float", "double" -> floating(value);
                                        case "tinyint", "smallint", "int", "bigint", "decimal" -> number(value);
                                        case "map" -> "there"; // of keys without text a map is null
                                        case "array", "struct", "variant", "interval" ->
                                            value.equals("true") || value.equals("1") ? "there" : null;
                                        default -> value;
                                    })
                    .append('\n');
        }
        return text.toString();
    }

    private static String row(List<Sql.Row> columns, JsonNode row) {
        StringBuilder text = new StringBuilder();
        for (Sql.Row column : columns) {
            JsonNode value = row.path(column.get(0));
            String kind = kind(column.get(1));
            text.append(column.get(0)).append('=');
            text.append(
                            kind.equals("map")
                                    ? "there"
                                    : value.isMissingNode() ? "(missing)" : value.isNull() ? null : json(kind, value))
                    .append('\n');
        }
        return text.toString();
    }

    private static String json(String kind, JsonNode value) {
        return switch (kind) {
            case "timestamp" -> Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.asText())));
            case "timestamp_ntz" ->
                Long.toString(ChronoUnit.MICROS.between(
                        Instant.EPOCH, LocalDateTime.parse(value.asText()).toInstant(ZoneOffset.UTC)));
            case "date" -> Long.toString(LocalDate.parse(value.asText()).toEpochDay());
            case "float", "double" -> floating(value.asText());
            case "tinyint", "smallint", "int", "bigint", "decimal" -> number(value.asText());
            case "array", "struct", "variant", "interval" -> "there";
            default -> value.asText();
        };
    }

    private static String floating(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? Double.toString(value + 0.0) : null; // -0.0 is 0, what is not finite is null
    }

    private static String number(String text) {
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
}
