package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.journal.Journal;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.workspace.Profile;
import io.penstock.customerio.sandbox.workspace.StoredEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends simulated mail, by campaign or on request, and queues the webhooks that report it. Safe for many threads.
 *
 * <p>At a restart the journal's operations are applied again; an operation whose mail is in the journal sends none, one
 * whose mail is missing, because the process died in between, sends it then.
 */
public final class Mailroom implements AutoCloseable {

    private static final Duration SPACING = Duration.ofSeconds(1);
    /** The receiver that the command line or the inspection names. */
    private static final ReportingWebhook EVERYTHING =
            new ReportingWebhook(0, "sandbox", URI.create("http://127.0.0.1/"), List.of(), false, true, false);

    private final Journal journal;
    private final InstantSource clock;
    private final RetrySchedule schedule;
    private final Channel main;
    private final Map<Long, Channel> registered = new TreeMap<>();
    private final MailReport reports = new MailReport();
    private final Map<Long, List<Mail>> owed = new LinkedHashMap<>();
    private List<CampaignRule> campaigns = List.of();
    private String signingKey = "whsec_sandbox";
    private long lastWebhook;
    private boolean replaying = true;

    public Mailroom(Journal journal, RetrySchedule schedule, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.schedule = schedule;
        this.main = channel(EVERYTHING);
    }

    private Channel channel(ReportingWebhook webhook) {
        return new Channel(webhook, journal, schedule, clock);
    }

    /** Takes back one line of the journal that is not an operation. Before {@link #start} only. */
    public synchronized void restore(ObjectNode line) {
        switch (line.path("kind").asText()) {
            case "campaigns" -> campaigns = rules(line.path("rules"));
            case "hook" -> {
                owed.remove(line.path("seq").asLong());
                channelOf(line).ifPresent(channel -> channel.queue().restoreHook(line));
            }
            case "answered" ->
                channelOf(line).ifPresent(channel -> channel.queue().restoreEnd(line));
            case "webhook" -> open(ReportingWebhook.read(line.path("id").asLong(), line.path("as")));
            case "webhook_gone" -> unregisterQuietly(line.path("id").asLong());
            default -> throw new IllegalStateException("The journal holds a line of an unknown kind.");
        }
    }

    private Optional<Channel> channelOf(ObjectNode line) {
        long id = line.path("webhook").asLong(0);
        return id == 0 ? Optional.of(main) : Optional.ofNullable(registered.get(id));
    }

    /** The id of a webhook that is to be registered next; ids are not used again. */
    public synchronized long newWebhookId() {
        return ++lastWebhook;
    }

    /** Adds a webhook or replaces the one with its id, whose waiting reports are lost. Kept over restarts. */
    public synchronized void register(ReportingWebhook webhook) {
        ObjectNode line = Json.object().put("kind", "webhook").put("id", webhook.id());
        line.set("as", webhook.toJson());
        journal.append(List.of(line));
        open(webhook);
    }

    private void open(ReportingWebhook webhook) {
        lastWebhook = Math.max(lastWebhook, webhook.id());
        Channel channel = channel(webhook);
        channel.queue().target(new WebhookTarget(webhook.endpoint(), signingKey));
        Channel before = registered.put(webhook.id(), channel);
        if (before != null) {
            before.close();
        }
        if (!replaying) {
            channel.start();
        }
    }

    public synchronized void unregister(long id) {
        journal.append(List.of(Json.object().put("kind", "webhook_gone").put("id", id)));
        unregisterQuietly(id);
    }

    private void unregisterQuietly(long id) {
        Channel gone = registered.remove(id);
        if (gone != null) {
            gone.close();
        }
    }

    public synchronized List<ReportingWebhook> registered() {
        return registered.values().stream().map(Channel::webhook).toList();
    }

    /** Ends the replay: sends what is owed and starts the sender. */
    public synchronized void start() {
        replaying = false;
        owed.forEach((seq, mails) -> mails.forEach(mail -> send(seq, mail)));
        owed.clear();
        main.start();
        registered.values().forEach(Channel::start);
    }

    /** Sends the mail of every campaign that the event triggers. */
    public synchronized void onEvent(long seq, Profile person, StoredEvent event) {
        for (CampaignRule rule : campaigns) {
            if (rule.triggers(person, event)) {
                Mail mail = mail(rule, person, event);
                if (replaying) {
                    owed.computeIfAbsent(seq, none -> new ArrayList<>()).add(mail);
                } else {
                    send(seq, mail);
                }
            }
        }
    }

    private Mail mail(CampaignRule rule, Profile person, StoredEvent event) {
        ObjectNode origin = Json.object().put("campaign_id", rule.campaignId()).put("action_id", rule.actionId());
        origin.put("trigger_event_id", event.id().isEmpty() ? null : event.id());
        Mail.Person to = person(person);
        return new Mail(to, to.email(), origin, rule.subject(), rule.href(), rule.metrics(), clock.instant(), SPACING);
    }

    private static Mail.Person person(Profile person) {
        return new Mail.Person(
                person.cioId(),
                person.identifier(IdentifierKind.ID).orElse(""),
                person.identifier(IdentifierKind.EMAIL).orElse(""));
    }

    private void send(long seq, Mail mail) {
        send(seq, mail, "");
    }

    /** In the order of their timestamps, or the newest first when the order is {@code reversed}. */
    private MailReport.Report send(long seq, Mail mail, String order) {
        MailReport.Report inOrder = reports.report(mail);
        MailReport.Report report = order.equals("reversed")
                ? new MailReport.Report(inOrder.deliveryId(), inOrder.bodies().reversed())
                : inOrder;
        main.add(seq, Hook.Kind.GENUINE, report.bodies());
        registered.values().forEach(channel -> channel.add(seq, Hook.Kind.GENUINE, report.bodies()));
        return report;
    }

    /**
     * Simulates the delivery that the request describes, and answers with its ids. {@code duplicates}, {@code forged}
     * and {@code stale} (counts) add copies of the first webhook: the same again, one with a wrong signature, one with
     * an old timestamp. {@code order: reversed} reports the newest metric first.
     */
    public synchronized ObjectNode deliver(Profile to, JsonNode request) {
        Mail.Person person = person(to);
        Instant at = request.has("at") ? Instant.ofEpochSecond(request.get("at").asLong()) : clock.instant();
        Mail mail = new Mail(
                person,
                request.path("recipient").asText(person.email()),
                origin(request),
                request.path("subject").asText("Hello"),
                request.path("href").asText("https://example.com/"),
                CampaignRule.texts(request.path("metrics"), CampaignRule.USUAL),
                at,
                Duration.ofSeconds(request.path("spacing_seconds").asLong(SPACING.toSeconds())));
        MailReport.Report report = send(0, mail, request.path("order").asText(""));
        copies(request, "duplicates", Hook.Kind.DUPLICATE, report);
        copies(request, "forged", Hook.Kind.FORGED, report);
        copies(request, "stale", Hook.Kind.STALE, report);
        ObjectNode answer = Json.object().put("delivery_id", report.deliveryId());
        ArrayNode ids = answer.putArray("event_ids");
        report.bodies().forEach(body -> ids.add(body.eventId()));
        return answer;
    }

    private void copies(JsonNode request, String key, Hook.Kind kind, MailReport.Report report) {
        for (int i = 0; i < request.path(key).asInt(0) && !report.bodies().isEmpty(); i++) {
            main.add(0, kind, List.of(report.bodies().getFirst()));
        }
    }

    private static ObjectNode origin(JsonNode request) {
        ObjectNode origin = Json.object();
        if (!request.has("campaign_id")) {
            return origin.put(
                    "transactional_message_id",
                    request.path("transactional_message_id").asLong(1));
        }
        origin.put("campaign_id", request.get("campaign_id").asLong());
        origin.put("action_id", request.path("action_id").asLong(1));
        if (request.has("trigger_event_id")) {
            origin.put("trigger_event_id", request.get("trigger_event_id").asText());
        }
        return origin;
    }

    /** Replaces the campaigns by a list of rules (or one rule); kept over restarts. */
    public synchronized void campaigns(JsonNode rules) {
        campaigns = rules(rules);
        ObjectNode line = Json.object().put("kind", "campaigns");
        line.set("rules", rules);
        journal.append(List.of(line));
    }

    private static List<CampaignRule> rules(JsonNode rules) {
        List<CampaignRule> read = new ArrayList<>();
        if (rules.isArray()) {
            rules.forEach(rule -> read.add(CampaignRule.read(rule)));
        } else {
            read.add(CampaignRule.read(rules));
        }
        return List.copyOf(read);
    }

    public synchronized ArrayNode campaigns() {
        ArrayNode shown = Json.array();
        campaigns.forEach(rule -> shown.add(rule.toJson()));
        return shown;
    }

    /** Where webhooks go from now on, and the key of the workspace that signs them; what waits goes there too. */
    public synchronized void target(WebhookTarget target) {
        signingKey = target.key();
        main.queue().target(target);
        registered
                .values()
                .forEach(channel -> channel.queue()
                        .target(new WebhookTarget(channel.webhook().endpoint(), signingKey)));
    }

    /** The queue, its counts and the newest webhooks with every answer. */
    public ObjectNode webhooks(int limit) {
        return main.queue().toJson(limit);
    }

    /** Forgets campaigns and webhooks, sent and waiting. */
    public synchronized void reset() {
        campaigns = List.of();
        main.queue().clear();
        List.copyOf(registered.keySet()).forEach(this::unregisterQuietly);
    }

    @Override
    public synchronized void close() {
        main.close();
        registered.values().forEach(Channel::close);
    }
}
