package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {
    private static final Answer.Body EMPTY = new Answer.Body.Read(List.of());

    @ParameterizedTest
    @ValueSource(ints = {200, 207})
    void acceptsWhatTheBodyDoesNotNameAndRejectsWhatItNames(int status) {
        var body = new Answer.Body.Read(List.of(
                new Answer.ItemError(1, "invalid", "attributes.plan", "too long"),
                new Answer.ItemError(1, "required", "name", "")));
        assertThat(Classification.of(replied(status, body), 3))
                .isEqualTo(new Verdict.Each(List.of(
                        new Outcome.Accepted(),
                        new Outcome.Rejected(
                                "item_invalid", List.of("invalid attributes.plan: too long", "required name")),
                        new Outcome.Accepted())));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 207})
    void retriesWhenItCannotReadWhichItemsFailed(int status) {
        assertThat(Classification.of(replied(status, new Answer.Body.Unreadable()), 2))
                .isEqualTo(all(new Outcome.Retryable("unreadable_answer", Optional.empty(), true)));
    }

    @Test
    void retriesWhenAnItemIsNamedThatWasNotSent() {
        var body = new Answer.Body.Read(List.of(new Answer.ItemError(2, "invalid", "name", "")));
        assertThat(Classification.of(replied(207, body), 2))
                .isEqualTo(all(new Outcome.Retryable("unreadable_answer", Optional.empty(), true)));
    }

    @Test
    void halvesABatchWhoseFaultNamesNoItem() {
        var body = new Answer.Body.Read(List.of(new Answer.ItemError(-1, "invalid", "name", "")));
        assertThat(Classification.of(replied(207, body), 2)).isEqualTo(new Verdict.Bisect());
        assertThat(Classification.of(replied(207, body), 1))
                .isEqualTo(new Verdict.Each(List.of(new Outcome.Rejected("item_invalid", List.of("invalid name")))));
    }

    @ParameterizedTest
    @CsvSource({"400,item_invalid", "413,too_large"})
    void halvesARefusedBatchAndRejectsARefusedCall(int status, String code) {
        assertThat(Classification.of(replied(status, EMPTY), 2)).isEqualTo(new Verdict.Bisect());
        assertThat(Classification.of(replied(status, EMPTY), 1)).isEqualTo(all(new Outcome.Rejected(code, List.of())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void stopsWhenTheBodyItselfWasNotUnderstood(int calls) {
        var body = new Answer.Body.Read(List.of(new Answer.ItemError(-1, "invalid", "body", "must be valid JSON")));
        assertThat(Classification.of(replied(400, body), calls)).isEqualTo(all(new Outcome.Blocked("encoder_fault")));
    }

    @ParameterizedTest
    @CsvSource({
        "401,bad_credentials",
        "403,bad_credentials",
        "301,wrong_region",
        "302,wrong_region",
        "307,wrong_region",
        "308,wrong_region"
    })
    void stopsForFaultsOfTheConnection(int status, String code) {
        assertThat(Classification.of(replied(status, EMPTY), 2)).isEqualTo(all(new Outcome.Blocked(code)));
    }

    @ParameterizedTest
    @CsvSource({
        "408,not_now",
        "425,not_now",
        "429,throttled",
        "500,server_error",
        "502,server_error",
        "503,server_error",
        "504,server_error",
        "522,server_error",
        "524,server_error",
        "404,unexpected_status",
        "418,unexpected_status",
        "204,unexpected_status"
    })
    void retriesWhatMayPassAndWhatNobodyForesaw(int status, String code) {
        Optional<Duration> wait = Optional.of(Duration.ofSeconds(7));
        assertThat(Classification.of(new Answer.Replied(status, wait, EMPTY), 2))
                .isEqualTo(all(new Outcome.Retryable(code, wait, false)));
    }

    @Test
    void retriesWithoutAReplyAndRemembersWhetherItMayHaveArrived() {
        assertThat(Classification.of(new Answer.NoReply("timeout", true), 1))
                .isEqualTo(all(new Outcome.Retryable("timeout", Optional.empty(), true)));
        assertThat(Classification.of(new Answer.NoReply("unreachable", false), 1))
                .isEqualTo(all(new Outcome.Retryable("unreachable", Optional.empty(), false)));
    }

    @Test
    void stopsWhenNothingCanBeSent() {
        assertThat(Classification.of(new Answer.NotSent("no_credentials"), 1))
                .isEqualTo(all(new Outcome.Blocked("no_credentials")));
    }

    private static Answer replied(int status, Answer.Body body) {
        return new Answer.Replied(status, Optional.empty(), body);
    }

    private static Verdict all(Outcome outcome) {
        return new Verdict.All(outcome);
    }
}
