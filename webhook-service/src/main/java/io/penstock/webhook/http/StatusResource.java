package io.penstock.webhook.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.webhook.core.Tally;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.SequencedMap;

/** {@code GET /v1/status}: counts since the start of the process, and how far each table is behind. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private final Tally tally;
    private final Waiting waiting;
    private final Tables tables;

    public StatusResource(Tally tally, Waiting waiting, Tables tables) {
        this.tally = tally;
        this.waiting = waiting;
        this.tables = tables;
    }

    /** What of each table is known now, by its name. */
    public interface Tables {
        SequencedMap<String, Table> now();
    }

    /** Entries of the spool now. */
    public interface Waiting {
        long spooled();
    }

    /**
     * One table.
     *
     * @param state {@code ok}, {@code not_configured}, or the code of the fault that landing waits for
     * @param landed rows, repeats included
     * @param lagSeconds age of the oldest record that is being landed, 0 if none is
     * @param lastCommit null before the first of this process
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Table(String state, long landed, long lagSeconds, Instant lastCommit) {}

    /**
     * Answer of the resource.
     *
     * @param lakehouse the first state that is not {@code ok}, else {@code ok}
     * @param lagSeconds of the table that is furthest behind
     * @param lastCommit the newest of any table
     * @param spooled waits for the broker
     * @param received authentic webhooks kept, quarantined ones included
     * @param refused webhooks without a valid signature
     * @param collected messages of the collection API kept
     * @param unlandable rows no table takes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            String lakehouse,
            long lagSeconds,
            Instant lastCommit,
            long spooled,
            long received,
            long refused,
            long collected,
            long quarantined,
            long unavailable,
            long unlandable,
            long merges,
            SequencedMap<String, Table> tables) {}

    @GET
    public Status status() {
        SequencedMap<String, Table> now = tables.now();
        return new Status(
                now.values().stream()
                        .map(Table::state)
                        .filter(state -> !state.equals("ok"))
                        .findFirst()
                        .orElse("ok"),
                now.values().stream().mapToLong(Table::lagSeconds).max().orElse(0),
                now.values().stream()
                        .map(Table::lastCommit)
                        .filter(commit -> commit != null)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                waiting.spooled(),
                tally.received.get(),
                tally.refused.get(),
                tally.collected.get(),
                tally.quarantined.get(),
                tally.unavailable.get(),
                tally.unlandable.get(),
                tally.merges.get(),
                now);
    }
}
