package io.penstock.ingest.http;

import io.penstock.ingest.core.read.SourceException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /v1/schema-changes}: what changed in the sources, and whether anybody has answered it. */
@Path("/v1/schema-changes")
@Produces(MediaType.APPLICATION_JSON)
public final class SchemaChangesResource {
    private final SchemaChangeDesk desk;

    SchemaChangesResource(SchemaChangeDesk desk) {
        this.desk = desk;
    }

    /** Oldest first. */
    @GET
    public List<SchemaChangeDesk.Change> changes(
            @QueryParam("pipeline") String pipeline, @QueryParam("open") @DefaultValue("false") boolean open)
            throws SourceException {
        return desk.changes(pipeline, open);
    }
}
