package io.penstock.delivery.http;

import io.penstock.delivery.history.Shown;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads what a request gives. What is wrong is a 400 that says what was expected, never what came. */
final class Given {
    private Given() {}

    static Optional<String> text(String given) {
        return Optional.ofNullable(given).map(String::strip).filter(text -> !text.isEmpty());
    }

    static Optional<Instant> time(String name, String given) {
        try {
            return text(given).map(Instant::parse);
        } catch (DateTimeException e) {
            throw refused(name + ": expected a time like 2026-11-28T18:00:00Z");
        }
    }

    static Shown shown(String reveal) {
        return "true".equals(reveal) ? Shown.REVEALED : Shown.MASKED;
    }

    static BadRequestException refused(String message) {
        return new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("message", message))
                .build());
    }
}
