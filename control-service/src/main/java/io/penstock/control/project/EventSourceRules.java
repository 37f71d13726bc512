package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Rules of a pipeline that reads no table: its source is the collection API, or the reporting webhooks. */
final class EventSourceRules {
    /** Parts of a collected message's row. */
    private static final List<String> PARTS = List.of("message", "properties", "traits", "context");

    private static final List<String> MESSAGE = List.of(
            "type",
            "message_id",
            "event",
            "user_id",
            "anonymous_id",
            "previous_id",
            "group_id",
            "email",
            "timestamp",
            "received_at");
    private static final List<String> WEBHOOK = List.of("id", "email", "cio_id");

    private final At spec;
    private final References references;
    private final Consumer<Problem> problems;

    private EventSourceRules(At spec, References references, Consumer<Problem> problems) {
        this.spec = spec;
        this.references = references;
        this.problems = problems;
    }

    /** What emits may name first; empty if the source is a table or a query. */
    static Set<String> columns(At source) {
        return source.get("events").present() ? new LinkedHashSet<>(PARTS) : Set.of();
    }

    /** Whether the source is neither a table nor a query. */
    static boolean concern(At source) {
        return source.get("events").present() || source.get("webhooks").present();
    }

    static void check(At spec, References references, Consumer<Problem> problems) {
        EventSourceRules rules = new EventSourceRules(spec, references, problems);
        At source = spec.get("source");
        At events = source.get("events");
        At webhooks = source.get("webhooks");
        if (events.present() && webhooks.present()) {
            problems.accept(webhooks.problemAtKey("expected one of the keys events and webhooks, found both"));
        } else if (events.present()) {
            references.endpoint(events, problems);
            rules.given(rules::inMessage);
        } else {
            references.reporting(webhooks, problems);
            rules.given(rules::inWebhook);
            rules.callsNobody();
        }
    }

    private void given(Consumer<At> path) {
        spec.get("identity").get("given").entries().values().forEach(path);
        boolean said = spec.get("emit").present() || spec.get("destination").present();
        if (!said && spec.sound() && !spec.get("identity").present()) {
            problems.accept(
                    spec.problemAtKey("expected the key 'identity' in spec, as an event names a person, found none"));
        }
    }

    private void inMessage(At at) {
        at.text().ifPresent(path -> {
            String[] steps = path.split("\\.", -1);
            boolean known = steps.length > 1 && PARTS.contains(steps[0]);
            if (known && steps[0].equals("message")) {
                known = steps.length == 2 && MESSAGE.contains(steps[1]);
            }
            if (!known) {
                problems.accept(at.problem(("expected message.user_id, message.anonymous_id, message.previous_id,"
                                + " message.group_id, message.email, or a path into properties, traits or context,"
                                + " found '%s'")
                        .formatted(path)));
            }
        });
    }

    private void inWebhook(At at) {
        at.text()
                .filter(column -> !WEBHOOK.contains(column))
                .ifPresent(column -> problems.accept(at.problem("expected one of id, email, cio_id, found '%s'%s"
                        .formatted(column, Wording.hint(column, WEBHOOK)))));
    }

    /** What Customer.io reports must not become calls to Customer.io, which it would report. */
    private void callsNobody() {
        for (String key : List.of("emit", "transform", "destination")) {
            At at = spec.get(key);
            if (at.present()) {
                problems.accept(at.problemAtKey(
                        "expected no key '" + key + "' beside source.webhooks, which only feeds identity, found one"));
            }
        }
    }
}
