package io.penstock.ingest.http;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * How a failure is told.
 *
 * @param fault code, such as {@code missing_grant}
 * @param remedy what to run or do so that it works; absent if that is not known
 */
public record Problem(String fault, String message, String remedy) {
    /** One for each failure of a source. */
    public static Problem of(SourceException failure) {
        return new Problem(
                failure.fault().code(), failure.getMessage(), failure.remedy().orElse(null));
    }

    /** The answer to a request that failed so. The lakehouse's 401 is not ours: our caller needs no credentials. */
    static int status(Fault fault) {
        return switch (fault) {
            case MISSING_GRANT -> 403;
            case FIX_QUERY -> 404;
            case UNSUPPORTED -> 422;
            case CREDENTIALS -> 502;
            case WARMING, UNAVAILABLE, REBASELINE, CANCELLED -> 503;
        };
    }

    /** Tells every endpoint's {@link SourceException}. */
    public static final class Mapper {
        /** As a response. */
        @ServerExceptionMapper
        public Response map(SourceException failure) {
            return Response.status(status(failure.fault()))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(Problem.of(failure))
                    .build();
        }
    }
}
