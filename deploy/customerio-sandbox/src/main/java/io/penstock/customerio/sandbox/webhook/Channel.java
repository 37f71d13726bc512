package io.penstock.customerio.sandbox.webhook;

import io.penstock.customerio.sandbox.journal.Journal;
import java.time.InstantSource;
import java.util.List;

/** The way to one receiver: a queue of its own, a sender of its own, so that a failing one holds up nobody else. */
final class Channel implements AutoCloseable {

    private final ReportingWebhook webhook;
    private final WebhookQueue queue;
    private final WebhookSender sender;

    Channel(ReportingWebhook webhook, Journal journal, RetrySchedule schedule, InstantSource clock) {
        this.webhook = webhook;
        this.queue = new WebhookQueue(webhook.id(), journal, schedule, clock);
        this.sender = new WebhookSender(queue, clock);
    }

    ReportingWebhook webhook() {
        return webhook;
    }

    WebhookQueue queue() {
        return queue;
    }

    void start() {
        sender.start();
    }

    /** Queues what of a delivery this receiver is told. */
    void add(long seq, Hook.Kind kind, List<MailReport.Body> bodies) {
        if (!webhook.disabled()) {
            List<MailReport.Body> chosen = webhook.chosen(bodies);
            queue.add(
                    seq,
                    kind,
                    webhook.withContent()
                            ? chosen.stream().map(MailReport.Body::withContent).toList()
                            : chosen);
        }
    }

    @Override
    public void close() {
        queue.close();
        sender.close();
    }
}
