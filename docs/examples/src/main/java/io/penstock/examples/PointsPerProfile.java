package io.penstock.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Another team's points per profile, which follow who is who on {@code penstock.profiles.v1}.
 *
 * <p>The consumer reads committed records only, from the earliest one, and does not commit by itself. For one thread.
 */
public final class PointsPerProfile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Consumer<String, String> consumer;
    private final Path file;
    private final PointsTable table;

    public PointsPerProfile(Consumer<String, String> consumer, Path file) throws IOException {
        this.consumer = consumer;
        this.file = file;
        this.table = PointsTable.open(file);
    }

    /** The team's own business: points for a person, under whatever id the person was known by. */
    public void add(String profileId, long more) throws IOException {
        table.points().merge(current(profileId), more, Long::sum);
        table.save(file);
    }

    /** Takes what is new. The table is saved before the position: a crash between the two only repeats records. */
    public void follow() throws IOException {
        for (var profile : consumer.poll(Duration.ofMillis(200))) {
            take(profile.key(), profile.value());
        }
        table.save(file);
        consumer.commitSync();
    }

    private void take(String id, String value) throws IOException {
        JsonNode profile = JSON.readTree(value == null ? "{}" : value);
        long version = profile.path("version").asLong();
        if (value == null) { // erased, or a redirect whose time is over
            table.points().remove(id);
            table.redirects().remove(id);
            table.versions().remove(id);
        } else if (version > table.versions().getOrDefault(id, 0L)) { // else a repeat
            table.versions().put(id, version);
            table.redirects().remove(id);
            if (profile.path("status").asText().equals("MERGED")) {
                table.redirects().put(id, profile.path("merged_into").asText());
                Long own = table.points().remove(id); // moving takes it away, so it happens once
                if (own != null) {
                    table.points().merge(current(id), own, Long::sum);
                }
            }
        }
    }

    /** Follows redirects to their end; records of different profiles come in any order. */
    private String current(String id) {
        String next = table.redirects().get(id);
        return next == null ? id : current(next);
    }

    /** Points per profile that has any. */
    public Map<String, Long> points() {
        return Map.copyOf(table.points());
    }
}
