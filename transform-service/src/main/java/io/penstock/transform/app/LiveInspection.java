package io.penstock.transform.app;

import io.penstock.transform.http.Crossings;
import io.penstock.transform.http.Inspection;
import io.penstock.transform.http.Status;
import io.penstock.transform.http.Waiting;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.streams.CrossingLookup;
import io.penstock.transform.streams.WaitingLookup;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** Answers from the counters and stores of this process. */
@Singleton
final class LiveInspection implements Inspection {
    private static final int MOST_COUNTED = 1_000_000;

    private final MeteredTally tally;
    private final ClassificationApp classification;
    private final ScriptRuntime scripts;

    LiveInspection(MeteredTally tally, ClassificationApp classification, ScriptRuntime scripts) {
        this.tally = tally;
        this.classification = classification;
        this.scripts = scripts;
    }

    @Override
    public Status status() {
        return new Status(
                scripts.engine(),
                tally.total("shaped"),
                tally.total("ignored"),
                tally.total("deliveries"),
                tally.total("crossings"),
                classification.lookup().waiting(),
                tally.total("dead"));
    }

    @Override
    public Optional<Waiting> waiting() {
        try {
            WaitingLookup.Waiting found = classification.waiting().count(MOST_COUNTED);
            Map<String, Waiting.Line> lines = new LinkedHashMap<>();
            found.pipelines()
                    .forEach((pipeline, line) -> lines.put(
                            pipeline, new Waiting.Line(line.records(), line.people(), line.oldest(), line.next())));
            return Optional.of(new Waiting(lines, found.whole(), found.elsewhere()));
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    @Override
    public Crossings crossings(String profileId) {
        return switch (classification.lookup().find(profileId)) {
            case CrossingLookup.Answer.Sides found ->
                new Crossings.Here(
                        profileId,
                        found.sides().stream()
                                .map(side -> new Crossings.Crossing(
                                        side.pipeline(),
                                        side.emit(),
                                        side.armed(),
                                        side.asOf(),
                                        side.value(),
                                        side.beyondSince(),
                                        side.firedAt()))
                                .toList());
            case CrossingLookup.Answer.Alias alias -> new Crossings.Elsewhere(URI.create(path(alias.survivor())));
            case CrossingLookup.Answer.Elsewhere elsewhere ->
                new Crossings.Elsewhere(
                        URI.create("http://" + elsewhere.host() + ":" + elsewhere.port() + path(profileId)));
            case CrossingLookup.Answer.Unavailable ignored -> new Crossings.Unavailable();
        };
    }

    private static String path(String profileId) {
        return "/v1/crossings/" + URLEncoder.encode(profileId, StandardCharsets.UTF_8);
    }
}
