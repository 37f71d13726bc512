package io.penstock.ingest.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** {@code /v1/pipelines} and {@code /v1/filter}. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class PipelinesResource {
    private final PipelineDesk desk;

    PipelinesResource(PipelineDesk desk) {
        this.desk = desk;
    }

    /** Every pipeline. */
    @GET
    @Path("/pipelines")
    public List<PipelineDesk.Pipeline> pipelines() {
        return desk.pipelines();
    }

    /** Read now: 202, or 404 if there is no such pipeline. Asking twice while a run waits is asking once. */
    @POST
    @Path("/pipelines/{name}/run")
    public Response run(@PathParam("name") String name) {
        return Response.status(desk.readNow(name) ? Response.Status.ACCEPTED : Response.Status.NOT_FOUND)
                .build();
    }

    /** The change filter's counters. */
    @GET
    @Path("/filter")
    public PipelineDesk.Filter filter() {
        return desk.filter();
    }
}
