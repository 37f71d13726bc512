package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.journal.Journal;
import io.penstock.customerio.sandbox.json.Json;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Webhooks in the order of their making. Only the head is ever sent; the others wait behind it until it is taken or
 * expires. Without a target everything waits. Journalled, so that a restart sends what was not taken. Safe for many
 * threads.
 */
final class WebhookQueue {

    private static final int REMEMBERED = 10_000;

    private final long webhook;
    private final Journal journal;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Hook> waiting = new ArrayDeque<>();
    private final Deque<Hook> finished = new ArrayDeque<>();
    private final Map<Hook.State, Long> counts = new EnumMap<>(Hook.State.class);
    private Optional<WebhookTarget> target = Optional.empty();
    private long lastNumber;
    private boolean closed;

    WebhookQueue(long webhook, Journal journal, RetrySchedule schedule, InstantSource clock) {
        this.webhook = webhook;
        this.journal = journal;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** What to send next, and where. */
    record Next(Hook hook, WebhookTarget target) {}

    void add(long seq, Hook.Kind kind, List<MailReport.Body> bodies) {
        lock.lock();
        try {
            List<ObjectNode> lines = new ArrayList<>();
            for (MailReport.Body body : bodies) {
                Hook hook =
                        new Hook(++lastNumber, seq, kind, body.eventId(), body.metric(), body.text(), clock.millis());
                waiting.add(hook);
                lines.add(hook.toLine().put("webhook", webhook));
            }
            journal.append(lines);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void restoreHook(ObjectNode line) {
        lock.lock();
        try {
            Hook hook = new Hook(line);
            waiting.add(hook);
            lastNumber = Math.max(lastNumber, hook.number());
        } finally {
            lock.unlock();
        }
    }

    void restoreEnd(ObjectNode line) {
        lock.lock();
        try {
            Hook head = waiting.peek();
            if (head != null && head.number() == line.path("number").asLong()) {
                end(Hook.State.valueOf(line.path("state").asText()));
            }
        } finally {
            lock.unlock();
        }
    }

    void target(WebhookTarget newTarget) {
        lock.lock();
        try {
            target = Optional.of(newTarget);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the head is due and there is a target; empty when the queue is closed. */
    Optional<Next> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Hook head = waiting.peek();
                long wait = head == null || target.isEmpty() ? Long.MAX_VALUE : head.dueNanos() - System.nanoTime();
                if (wait <= 0) {
                    return Optional.of(new Next(head, target.get()));
                }
                changed.await(wait, TimeUnit.NANOSECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Notes the answer to the head: a status, or one of the two outcomes without an answer. */
    void answered(Hook hook, int outcome) {
        lock.lock();
        try {
            hook.attempted(clock.millis(), words(outcome));
            if (waiting.peek() != hook) {
                return; // a reset came in between
            }
            if (outcome >= 200 && outcome < 300) {
                finish(hook, Hook.State.DELIVERED);
            } else if (hook.isSentOnce()) {
                finish(hook, Hook.State.REFUSED);
            } else {
                int failures = hook.failed();
                long wait = schedule.wait(failures, outcome).toMillis();
                boolean expires = clock.millis() + wait
                        > hook.createdMs() + schedule.expiry().toMillis();
                if (expires) {
                    finish(hook, Hook.State.EXPIRED);
                } else {
                    hook.retryAt(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static String words(int outcome) {
        return switch (outcome) {
            case RetrySchedule.NO_CONNECTION -> "no connection";
            case RetrySchedule.TIMEOUT -> "timeout";
            default -> String.valueOf(outcome);
        };
    }

    private void finish(Hook hook, Hook.State state) {
        journal.append(List.of(Json.object()
                .put("kind", "answered")
                .put("webhook", webhook)
                .put("number", hook.number())
                .put("state", state.name())));
        end(state);
        changed.signalAll();
    }

    private void end(Hook.State state) {
        Hook hook = waiting.remove();
        hook.end(state);
        counts.merge(state, 1L, Long::sum);
        finished.add(hook);
        if (finished.size() > REMEMBERED) {
            finished.remove();
        }
    }

    void clear() {
        lock.lock();
        try {
            waiting.clear();
            finished.clear();
            counts.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The queue as the inspection shows it: counts, then the newest {@code limit} webhooks, oldest first. */
    ObjectNode toJson(int limit) {
        lock.lock();
        try {
            ObjectNode json = Json.object();
            json.put("url", target.map(WebhookTarget::toString).orElse(""));
            json.put("waiting", waiting.size());
            json.put("delivered", counts.getOrDefault(Hook.State.DELIVERED, 0L));
            json.put("expired", counts.getOrDefault(Hook.State.EXPIRED, 0L));
            json.put("refused", counts.getOrDefault(Hook.State.REFUSED, 0L));
            List<Hook> all = new ArrayList<>(finished);
            all.addAll(waiting);
            var hooks = json.putArray("hooks");
            all.subList(Math.max(0, all.size() - limit), all.size()).forEach(hook -> hooks.add(hook.toJson()));
            return json;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
