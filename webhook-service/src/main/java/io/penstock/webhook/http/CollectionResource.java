package io.penstock.webhook.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * {@code POST /v1/identify|track|page|screen|group|alias|batch|import}, as Segment's SDKs send it: 200 when kept, 400,
 * 401 or 413 with a reason, 503 to be asked again. Any page may call it: what a write key lets in is no secret to read.
 */
@Path("/v1/{what: identify|track|page|screen|group|alias|batch|import}")
@Consumes(MediaType.WILDCARD)
public class CollectionResource {
    private final CollectionDoor door;

    public CollectionResource(CollectionDoor door) {
        this.door = door;
    }

    @POST
    @RunOnVirtualThread
    public Response receive(
            @PathParam("what") String what,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Content-Encoding") String encoding,
            byte[] body) {
        CollectionDoor.Answer answer = door.receive(what, authorization, encoding, body == null ? new byte[0] : body);
        var text = JsonNodeFactory.instance.objectNode().put("success", answer.status() == 200);
        if (answer.status() != 200) {
            text.put("message", answer.message());
        }
        return open(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(text.toString())
                .build();
    }

    /** What a browser asks first. */
    @OPTIONS
    public Response preflight() {
        return open(204)
                .header("Access-Control-Allow-Methods", "POST, OPTIONS")
                .header("Access-Control-Allow-Headers", "Authorization, Content-Type, Content-Encoding")
                .header("Access-Control-Max-Age", "86400")
                .build();
    }

    private static Response.ResponseBuilder open(int status) {
        return Response.status(status).header("Access-Control-Allow-Origin", "*");
    }
}
