package io.penstock.delivery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The one table that says what an answer means.
 *
 * <table>
 * <caption>By status</caption>
 * <tr><th>answer</th><th>meaning</th></tr>
 * <tr><td>200, 207</td><td>item by item; what the body does not name is accepted</td></tr>
 * <tr><td>200, 207, body unreadable</td><td>retry: which items failed is unknown, and a repeat is harmless</td></tr>
 * <tr><td>400 {@code body}</td><td>blocked: our encoder is at fault, stop</td></tr>
 * <tr><td>400, 413 of several calls</td><td>send again in two halves</td></tr>
 * <tr><td>400, 413 of one call</td><td>rejected</td></tr>
 * <tr><td>401, 403, 3xx, not sent</td><td>blocked: credentials, region, TLS</td></tr>
 * <tr><td>408, 425, 429, 5xx, no reply, anything else</td><td>retry</td></tr>
 * </table>
 */
final class Classification {
    private Classification() {}

    /** @param calls number of calls in the request, at least 1 */
    static Verdict of(Answer answer, int calls) {
        return switch (answer) {
            case Answer.NoReply none -> retry(none.code(), Optional.empty(), none.maybeSeen());
            case Answer.NotSent kept -> blocked(kept.code());
            case Answer.Replied reply -> ofReply(reply, calls);
        };
    }

    private static Verdict ofReply(Answer.Replied reply, int calls) {
        int status = reply.status();
        return switch (status) {
            case 200, 207 -> itemByItem(reply, calls);
            case 400 -> malformed(reply, calls);
            case 413 -> calls > 1 ? new Verdict.Bisect() : rejected("too_large", words(reply));
            case 401, 403 -> blocked("bad_credentials");
            case 301, 302, 303, 307, 308 -> blocked("wrong_region");
            case 429 -> retry("throttled", reply.retryAfter(), false);
            case 408, 425 -> retry("not_now", reply.retryAfter(), false);
            default -> retry(status >= 500 ? "server_error" : "unexpected_status", reply.retryAfter(), false);
        };
    }

    private static Verdict itemByItem(Answer.Replied reply, int calls) {
        if (!(reply.body() instanceof Answer.Body.Read(List<Answer.ItemError> errors))) {
            return retry("unreadable_answer", Optional.empty(), true);
        }
        var byIndex = new TreeMap<Integer, List<String>>();
        for (Answer.ItemError error : errors) {
            int index = error.index() < 0 && calls == 1 ? 0 : error.index();
            if (index < 0) {
                return new Verdict.Bisect();
            }
            if (index >= calls) {
                return retry("unreadable_answer", Optional.empty(), true);
            }
            byIndex.computeIfAbsent(index, i -> new ArrayList<>()).add(error.words());
        }
        List<Outcome> outcomes = new ArrayList<>(calls);
        for (int i = 0; i < calls; i++) {
            List<String> faults = byIndex.get(i);
            outcomes.add(faults == null ? new Outcome.Accepted() : new Outcome.Rejected("item_invalid", faults));
        }
        return new Verdict.Each(outcomes);
    }

    private static Verdict malformed(Answer.Replied reply, int calls) {
        boolean body = reply.body() instanceof Answer.Body.Read(List<Answer.ItemError> errors)
                && errors.stream().anyMatch(error -> error.field().equals("body"));
        if (body) {
            return blocked("encoder_fault");
        }
        return calls > 1 ? new Verdict.Bisect() : rejected("item_invalid", words(reply));
    }

    private static List<String> words(Answer.Replied reply) {
        return reply.body() instanceof Answer.Body.Read(List<Answer.ItemError> errors)
                ? errors.stream().map(Answer.ItemError::words).toList()
                : List.of();
    }

    private static Verdict retry(String code, Optional<java.time.Duration> retryAfter, boolean maybeSeen) {
        return new Verdict.All(new Outcome.Retryable(code, retryAfter, maybeSeen));
    }

    private static Verdict blocked(String code) {
        return new Verdict.All(new Outcome.Blocked(code));
    }

    private static Verdict rejected(String code, List<String> words) {
        return new Verdict.All(new Outcome.Rejected(code, words));
    }
}
