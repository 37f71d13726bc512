package io.penstock.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.ingest.core.catalog.CatalogBrowser.Entry;
import io.penstock.ingest.core.catalog.TableDescription;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.Json;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** {@code /v1/connections} and below: what a connection's principal may see. Lists start no warehouse. */
@Path("/v1/connections")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class CatalogResource {
    private static final int MOST_ROWS = 100;
    private static final String MASK = "…";

    private final CatalogDesk desk;

    CatalogResource(CatalogDesk desk) {
        this.desk = desk;
    }

    /** Connections to lakehouses. */
    @GET
    public List<CatalogDesk.Connection> connections() {
        return desk.connections();
    }

    /** Catalogs. */
    @GET
    @Path("/{connection}/catalogs")
    public List<Entry> catalogs(@PathParam("connection") String connection) throws SourceException {
        return desk.browser(connection).catalogs();
    }

    /** Schemas of a catalog. */
    @GET
    @Path("/{connection}/catalogs/{catalog}/schemas")
    public List<Entry> schemas(@PathParam("connection") String connection, @PathParam("catalog") String catalog)
            throws SourceException {
        return desk.browser(connection).schemas(catalog);
    }

    /** Tables and views of a schema. */
    @GET
    @Path("/{connection}/catalogs/{catalog}/schemas/{schema}/tables")
    public List<Entry> tables(
            @PathParam("connection") String connection,
            @PathParam("catalog") String catalog,
            @PathParam("schema") String schema)
            throws SourceException {
        return desk.browser(connection).tables(catalog, schema);
    }

    /** One table with its columns. */
    @GET
    @Path("/{connection}/tables/{table}")
    public TableDescription table(@PathParam("connection") String connection, @PathParam("table") String table)
            throws SourceException {
        TableName name = threePart(table);
        return desk.browser(connection).table(name);
    }

    /** Any few rows. Values are masked unless {@code reveal}; a null stays a null. Needs the warehouse. */
    @GET
    @Path("/{connection}/tables/{table}/sample")
    public Sample sample(
            @PathParam("connection") String connection,
            @PathParam("table") String table,
            @QueryParam("rows") @DefaultValue("5") int rows,
            @QueryParam("reveal") @DefaultValue("false") boolean reveal)
            throws SourceException {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new SourceException(Fault.UNSUPPORTED, "expected rows from 1 to " + MOST_ROWS + ", found " + rows);
        }
        TableName name = threePart(table);
        CatalogDesk.Sample sample = desk.sample(connection, name, rows);
        List<ObjectNode> shown = new ArrayList<>();
        for (String row : sample.rows()) {
            ObjectNode tree = tree(row);
            if (!reveal) {
                tree.properties().forEach(field -> {
                    if (!field.getValue().isNull()) {
                        field.setValue(TextNode.valueOf(MASK));
                    }
                });
            }
            shown.add(tree);
        }
        return new Sample(name.plain(), sample.columns(), !reveal, shown);
    }

    /**
     * Rows for a person.
     *
     * @param columns names and types
     * @param masked whether every value is replaced by a mask
     */
    public record Sample(String table, SequencedMap<String, String> columns, boolean masked, List<ObjectNode> rows) {
        public Sample {
            rows = List.copyOf(rows);
        }
    }

    private static TableName threePart(String text) throws SourceException {
        TableName name = TableName.parse(text);
        if (name.parts().size() != 3 || name.parts().stream().anyMatch(String::isBlank)) {
            throw new SourceException(Fault.UNSUPPORTED, "expected catalog.schema.table, found " + text);
        }
        return name;
    }

    private static ObjectNode tree(String row) throws SourceException {
        try {
            return (ObjectNode) Json.wire().readTree(row);
        } catch (JsonProcessingException e) {
            throw new SourceException(Fault.UNSUPPORTED, "the engine's rendering of a row is no JSON");
        }
    }
}
