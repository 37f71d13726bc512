package io.penstock.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.lakehouse.CommitPlayer;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Ports;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The story of {@code ./penstock demo --lakehouse DIR --project DIR}: any tables, their commits played again one by
 * one.
 */
public final class ReplayStory {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int EXAMPLES = 3;

    private final House house;
    private final Screen screen;
    private final CommitPlayer player;
    private final CustomerIo customerIo;
    private final Http ingest;

    public ReplayStory(House house, Screen screen, CommitPlayer player) {
        this.house = house;
        this.screen = screen;
        this.player = player;
        this.customerIo = new CustomerIo(Ports.url(house.ports().customerio()));
        this.ingest = new Http(Ports.url(house.ports().ingest()));
    }

    /**
     * Plays all commits and lets everything arrive after each.
     *
     * @return every call that arrived, in order
     */
    public List<CustomerIo.Call> tell(JsonNode applied) throws InterruptedException, IOException {
        screen.heading("The project, validated and applied");
        applied.forEach(entry -> screen.say("%-34s version %s"
                .formatted(entry.path("key").asText(), entry.path("version").asText())));
        List<CustomerIo.Call> all = new ArrayList<>();
        int changesShown = 0;
        try (Quiet quiet = new Quiet(house.ports().bootstrap(), ingest, Project.pipelines(applied))) {
            screen.heading("Every table at its first version");
            quiet.settle(PATIENCE);
            all.addAll(arrivals());
            while (!player.hidden().isEmpty()) {
                CommitPlayer.Commit commit = player.reveal();
                screen.heading("main.%s  version %d  %s"
                        .formatted(commit.table().replace('/', '.'), commit.version(), commit.operation()));
                quiet.settle(PATIENCE);
                changesShown = drift(changesShown);
                all.addAll(arrivals());
            }
        }
        screen.heading("Done");
        JsonNode filter = ingest.get("/v1/filter");
        screen.say("rows read %s, of them unchanged %s; calls at Customer.io %d"
                .formatted(
                        filter.path("seen").asText(), filter.path("unchanged").asText(), all.size()));
        return all;
    }

    private List<CustomerIo.Call> arrivals() throws InterruptedException {
        List<CustomerIo.Call> calls = customerIo.fresh();
        long events = calls.stream().filter(CustomerIo.Call::isEvent).count();
        screen.say("arrived at Customer.io: %d identify, %d track".formatted(calls.size() - events, events));
        calls.stream().limit(EXAMPLES).forEach(call -> screen.exact(call.body().toString()));
        return calls;
    }

    private int drift(int shown) {
        List<SchemaChangeV1> changes = TopicReader.all(house.ports().bootstrap(), Topics.SCHEMA_CHANGES);
        List<SchemaChangeV1> fresh = changes.subList(shown, changes.size());
        if (!fresh.isEmpty()) {
            DriftTable.show(screen, fresh);
        }
        return changes.size();
    }
}
