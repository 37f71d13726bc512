package io.penstock.control.http;

import io.penstock.control.core.SchemaCatalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Serves the JSON Schemas of a project's files, for editors. */
@Path("/schema")
public final class SchemaResource {
    private final SchemaCatalog catalog;

    SchemaResource(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /** Names of the schemas. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<String> names() {
        return catalog.names();
    }

    /** A schema, by name with or without {@code .json}; 404 if there is none. */
    @GET
    @Path("/{name}")
    @Produces("application/schema+json")
    public Response text(@PathParam("name") String name) {
        return catalog.text(name)
                .map(Response::ok)
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND))
                .build();
    }
}
