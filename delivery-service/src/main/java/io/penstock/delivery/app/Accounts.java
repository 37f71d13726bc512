package io.penstock.delivery.app;

import io.penstock.delivery.core.RateBudget;
import io.penstock.delivery.core.RateBudgets;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Which account a connection leads to, so that connections to one account share its rate. Accounts are told apart by
 * the value of their site id or write key, and by the address where one is given; a connection of which it cannot be
 * read counts alone. The two wires have limits of their own. What was read holds for ten seconds. Thread-safe.
 */
final class Accounts {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final Function<String, Optional<ConnectionSpec.CustomerIo>> connections;
    private final UnaryOperator<String> environment;
    private final InstantSource clock;
    private final RateBudgets budgets = new RateBudgets();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(RateBudget budget, Instant until) {}

    /** @param connections by name, as they are now */
    Accounts(
            Function<String, Optional<ConnectionSpec.CustomerIo>> connections,
            UnaryOperator<String> environment,
            InstantSource clock) {
        this.connections = connections;
        this.environment = environment;
        this.clock = clock;
    }

    RateBudget budgetOf(String connection) {
        Instant now = clock.instant();
        return known.compute(
                        connection,
                        (name, before) -> before != null && now.isBefore(before.until())
                                ? before
                                : new Known(find(name), now.plus(ASK_AGAIN)))
                .budget();
    }

    private RateBudget find(String connection) {
        return budgets.of(connections.apply(connection).flatMap(this::account).orElse("connection " + connection));
    }

    private Optional<String> account(ConnectionSpec.CustomerIo spec) {
        boolean pipelines = spec.wire() == ConnectionSpec.Wire.PIPELINES;
        SecretRef name = pipelines ? spec.writeKey() : spec.siteId();
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(spec.wire() + " " + name.resolve(environment) + " at "
                    + (pipelines ? spec.pipelinesUrl() : spec.trackUrl()));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }
}
