package io.penstock.transform.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What scripts printed in this process, for their authors. */
@Path("/v1/scripts/{pipeline}/log")
@Produces(MediaType.APPLICATION_JSON)
public class ScriptLogResource {
    private final ScriptLogs logs;

    ScriptLogResource(ScriptLogs logs) {
        this.logs = logs;
    }

    /** The last lines of a pipeline's script; 404 if there is no such pipeline. */
    @GET
    public Response log(@PathParam("pipeline") String pipeline) {
        return logs.of(pipeline)
                .map(print -> Response.ok(print).build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }
}
