package io.penstock.local.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.StackException;
import io.penstock.local.story.Http;
import io.penstock.local.story.Project;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Sends tables through a running house, some at a time, and judges each against plain Spark SQL. For one thread.
 *
 * <p>A failure of a table that Spark can read is judged only at the end of the patience: the pipeline may try again.
 */
public final class ReadRun {
    private static final int AT_A_TIME = 8;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    /** Reading is many times as fast, also on a busy machine. */
    private static final Duration FOR_EACH_ROW = Duration.ofNanos(500_000);

    private final House house;
    private final Duration patience;
    private final Http ingest;
    private final Http control;

    /**
     * Of one house.
     *
     * @param patience longest wait for a group of small tables, counted from its start; large ones are given more
     */
    public ReadRun(House house, Duration patience) {
        this.house = house;
        this.patience = patience;
        this.ingest = new Http(Ports.url(house.ports().ingest()));
        this.control = new Http(Ports.url(house.ports().control()));
    }

    /** Reads all of them; tells each result as soon as it is known. */
    public void read(List<FoundTable> tables, BiConsumer<FoundTable, Reading> told)
            throws InterruptedException, SQLException {
        for (int from = 0; from < tables.size(); from += AT_A_TIME) {
            List<FoundTable> group = tables.subList(from, Math.min(tables.size(), from + AT_A_TIME));
            Path folder = house.data().resolve("project-" + from);
            ReadProject.write(folder, group);
            Project.local(folder, house).apply(control);
            Map<FoundTable, Truth> truths = truths(group);
            long deadline = System.nanoTime() + patienceFor(truths.values()).toNanos();
            for (FoundTable table : group) {
                told.accept(table, Reading.judge(truths.get(table), end(table, truths.get(table), deadline)));
            }
        }
    }

    /** A connection each, so that one that a broken table upsets does not touch the others. */
    private Map<FoundTable, Truth> truths(List<FoundTable> group) throws SQLException {
        Map<FoundTable, Truth> truths = new HashMap<>();
        for (FoundTable table : group) {
            try (Sql sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN)) {
                truths.put(table, Truth.of(sql, table));
            }
        }
        return truths;
    }

    private Duration patienceFor(Collection<Truth> truths) {
        long rows = truths.stream()
                .mapToLong(truth -> truth instanceof Truth.Readable(long found) ? found : 0)
                .sum();
        return patience.plus(FOR_EACH_ROW.multipliedBy(rows));
    }

    private PipelineEnd end(FoundTable table, Truth truth, long deadline) throws InterruptedException {
        while (true) {
            PipelineEnd now = now(table);
            boolean decided = now instanceof PipelineEnd.Completed
                    || (now instanceof PipelineEnd.Failed && truth instanceof Truth.Unreadable);
            if (decided || System.nanoTime() > deadline) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private PipelineEnd now(FoundTable table) throws InterruptedException {
        try {
            for (JsonNode pipeline : ingest.get("/v1/pipelines")) {
                if (pipeline.path("name").asText().equals(table.pipeline())) {
                    return PipelineEnd.of(pipeline);
                }
            }
            return new PipelineEnd.Running("not known yet");
        } catch (StackException e) {
            return new PipelineEnd.Running(e.getMessage());
        }
    }
}
