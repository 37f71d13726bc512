package io.penstock.transform.app;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.transform.http.MergeDesk;
import io.penstock.transform.http.MergeId;
import io.penstock.transform.http.Merges;
import io.penstock.transform.kafka.MergeAnswers;
import io.penstock.transform.streams.MergeLookup;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Answers from the stores of this process, and writes what people say to the topic of merges. */
@Singleton
final class LiveMerges implements MergeDesk {
    private final ClassificationApp classification;
    private final MergeAnswers answers;

    LiveMerges(ClassificationApp classification, MergeAnswers answers) {
        this.classification = classification;
        this.answers = answers;
    }

    @Override
    public Merges open(int most, Merges.Values values) {
        return switch (lookup().open(most)) {
            case MergeLookup.Answer.Here here -> new Merges.Here(shown(here, values), lookup().others());
            default -> new Merges.Unavailable();
        };
    }

    @Override
    public Merges of(String profileId, Merges.Values values) {
        return at(
                profileId,
                survivor -> "/v1/merges?profile=" + encoded(survivor) + query(values, "&"),
                here -> new Merges.Here(shown(here, values), List.of()));
    }

    @Override
    public Merges one(MergeId id, Merges.Values values) {
        return at(
                id.survivor(),
                survivor -> path(survivor, id) + query(values, "?"),
                here -> find(here, id)
                        .<Merges>map(seen -> new Merges.Here(List.of(shown(seen, values)), List.of()))
                        .orElseGet(Merges.Unknown::new));
    }

    @Override
    public Merges answer(MergeId id, Merges.Word word) {
        return at(
                id.survivor(),
                survivor -> path(survivor, id) + "/" + word.name().toLowerCase(Locale.ROOT),
                here -> find(here, id).map(seen -> answer(seen, word)).orElseGet(Merges.Unknown::new));
    }

    private Merges answer(MergeLookup.Seen seen, Merges.Word word) {
        Merges.Merge shown = shown(seen, Merges.Values.MASKED);
        boolean again = word == Merges.Word.REFUSE && seen.merge().state() == TransformMergeV1.State.REFUSED;
        return switch (seen.merge().state()) {
            case HELD, PENDING ->
                answers.write(
                                seen.survivor(),
                                new TransformMergeV1.Answer(seen.merge().id(), wire(word)))
                        ? new Merges.Noted(shown)
                        : new Merges.Unavailable();
            case REFUSED, SENT, OFF -> again ? new Merges.Noted(shown) : new Merges.TooLate(shown);
        };
    }

    private Merges at(String profileId, Function<String, String> path, Function<MergeLookup.Answer.Here, Merges> here) {
        return switch (lookup().of(profileId)) {
            case MergeLookup.Answer.Here found -> here.apply(found);
            case MergeLookup.Answer.Alias(String survivor) -> new Merges.Elsewhere(URI.create(path.apply(survivor)));
            case MergeLookup.Answer.Elsewhere(String host, int port) ->
                new Merges.Elsewhere(URI.create("http://" + host + ":" + port + path.apply(profileId)));
            case MergeLookup.Answer.Unavailable ignored -> new Merges.Unavailable();
        };
    }

    private MergeLookup lookup() {
        return classification.merges();
    }

    private static Optional<MergeLookup.Seen> find(MergeLookup.Answer.Here here, MergeId id) {
        return here.merges().stream()
                .filter(seen -> seen.merge().id().equals(id.delivery()))
                .findFirst();
    }

    private static List<Merges.Merge> shown(MergeLookup.Answer.Here here, Merges.Values values) {
        return here.merges().stream().map(seen -> shown(seen, values)).toList();
    }

    private static Merges.Merge shown(MergeLookup.Seen seen, Merges.Values values) {
        return new Merges.Merge(
                new MergeId(seen.survivor(), seen.merge().id()).toString(),
                seen.merge().route().destination(),
                seen.merge().state().name().toLowerCase(Locale.ROOT),
                seen.survivor(),
                seen.merge().absorbed(),
                seen.primary().map(address -> address(address, values)).orElse(null),
                seen.secondary().map(address -> address(address, values)).orElse(null),
                seen.merge().mergedAt(),
                seen.merge().until());
    }

    private static Merges.Address address(IdentifierV1 identifier, Merges.Values values) {
        return new Merges.Address(identifier.type(), values.show(identifier.value()));
    }

    private static TransformMergeV1.Word wire(Merges.Word word) {
        return switch (word) {
            case REFUSE -> TransformMergeV1.Word.REFUSE;
            case RELEASE -> TransformMergeV1.Word.RELEASE;
        };
    }

    private static String path(String survivor, MergeId id) {
        return "/v1/merges/" + encoded(new MergeId(survivor, id.delivery()).toString());
    }

    private static String query(Merges.Values values, String before) {
        return values == Merges.Values.REVEALED ? before + "reveal=true" : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }
}
