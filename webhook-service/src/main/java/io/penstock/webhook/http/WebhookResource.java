package io.penstock.webhook.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

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
    private final Optional<String> endpoint;

    public WebhookResource(WebhookDoor door, Endpoint endpoint) {
        this.door = door;
        this.endpoint = endpoint.name();
    }

    /** @param name the only last path segment that is answered; if empty, the path without one and any one are */
    public record Endpoint(Optional<String> name) {}

    @POST
    @RunOnVirtualThread
    public Response receive(
            @HeaderParam(TIMESTAMP) String timestamp, @HeaderParam(SIGNATURE) String signature, byte[] body) {
        return endpoint.isPresent() ? answer(NOT_FOUND, "not found\n") : handle(timestamp, signature, body);
    }

    @POST
    @Path("{endpoint}")
    @RunOnVirtualThread
    public Response receiveAt(
            @PathParam("endpoint") String name,
            @HeaderParam(TIMESTAMP) String timestamp,
            @HeaderParam(SIGNATURE) String signature,
            byte[] body) {
        return endpoint.filter(only -> !only.equals(name)).isPresent()
                ? answer(NOT_FOUND, "not found\n")
                : handle(timestamp, signature, body);
    }

    private Response handle(String timestamp, String signature, byte[] body) {
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
