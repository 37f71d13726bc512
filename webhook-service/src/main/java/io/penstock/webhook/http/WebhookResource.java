package io.penstock.webhook.http;

import io.penstock.webhook.core.AddressList;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/**
 * {@code POST /webhooks/customerio} and {@code /webhooks/customerio/{endpoint}}: 200 when kept, 401 without a valid
 * signature (always the same body), 503 to be asked again. Bodies beyond the server's limit are 413.
 */
@Path("/webhooks/customerio")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.TEXT_PLAIN)
public class WebhookResource {
    private static final String TIMESTAMP = "X-CIO-Timestamp";
    private static final String SIGNATURE = "X-CIO-Signature";
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final WebhookDoor door;
    private final Endpoint endpoint;

    public WebhookResource(WebhookDoor door, Endpoint endpoint) {
        this.door = door;
        this.endpoint = endpoint;
    }

    /**
     * Who may ask, and where.
     *
     * @param names the only last path segments that are answered, several while one replaces another; if empty, the
     *     path without one and any one are
     * @param senders who is let in before anything else is looked at; others get the answer of a wrong signature
     */
    public record Endpoint(Set<String> names, AddressList senders) {}

    @POST
    @RunOnVirtualThread
    public Response receive(
            @HeaderParam(TIMESTAMP) String timestamp,
            @HeaderParam(SIGNATURE) String signature,
            @Context HttpServerRequest request,
            byte[] body) {
        return endpoint.names().isEmpty()
                ? handle(timestamp, signature, request, body)
                : answer(NOT_FOUND, "not found\n");
    }

    @POST
    @Path("{endpoint}")
    @RunOnVirtualThread
    public Response receiveAt(
            @PathParam("endpoint") String name,
            @HeaderParam(TIMESTAMP) String timestamp,
            @HeaderParam(SIGNATURE) String signature,
            @Context HttpServerRequest request,
            byte[] body) {
        return endpoint.names().isEmpty() || endpoint.names().contains(name)
                ? handle(timestamp, signature, request, body)
                : answer(NOT_FOUND, "not found\n");
    }

    private Response handle(String timestamp, String signature, HttpServerRequest request, byte[] body) {
        if (!endpoint.senders().admits(request.remoteAddress().hostAddress())) {
            return answer(UNAUTHORIZED, "unauthorized\n");
        }
        return switch (door.receive(timestamp, signature, body == null ? new byte[0] : body)) {
            case KEPT -> answer(200, "ok\n");
            case REFUSED -> answer(UNAUTHORIZED, "unauthorized\n");
            case COME_AGAIN -> answer(SERVICE_UNAVAILABLE, "come again\n");
        };
    }

    private static Response answer(int status, String text) {
        return Response.status(status).entity(text).build();
    }
}
