package io.penstock.databricks.sandbox.unity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.engine.SparkEngine;
import io.penstock.databricks.sandbox.engine.WarehouseSession;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import io.penstock.databricks.sandbox.lakehouse.Browser;
import io.penstock.databricks.sandbox.lakehouse.TableDescription;
import java.util.List;
import java.util.Optional;

/**
 * Lists catalogs, schemas and tables, or gives one of them by its full name. Lists come in pages: {@code max_results}
 * ({@code 0} or none: 50) and {@code page_token}, which is the {@code next_page_token} of the page before.
 */
public final class UnityCatalogEndpoint implements HttpEndpoint {
    /** Where everything of this class lies. */
    public static final String PATH = "/api/2.1/unity-catalog/";

    private final Browser browser;
    private final WarehouseSession session;

    /** Browses the engine's lakehouse in a session of its own. */
    public UnityCatalogEndpoint(SparkEngine engine) {
        browser = new Browser(engine.lakehouse());
        session = engine.open();
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        if (!call.method().equals("GET")) {
            return HttpAnswer.error(405, "METHOD_NOT_ALLOWED", "The sandbox offers the read endpoints only.");
        }
        String[] path = call.path().substring(PATH.length()).split("/", 2);
        Optional<String> one = path.length == 2 && !path[1].isEmpty() ? Optional.of(path[1]) : Optional.empty();
        Optional<ObjectNode> found = switch (path[0]) {
            case "catalogs" -> one.isPresent() ? catalog(one.get()) : Optional.of(catalogs(call));
            case "schemas" -> one.isPresent() ? schema(one.get()) : schemas(call);
            case "tables" -> one.isPresent() ? table(one.get()) : tables(call);
            default -> Optional.empty();
        };
        return found.map(document -> HttpAnswer.json(200, document.toString()))
                .orElseGet(() -> HttpAnswer.error(404, "RESOURCE_DOES_NOT_EXIST", "There is no such object."));
    }

    private ObjectNode catalogs(HttpCall call) {
        return Page.of(call, browser.catalogs()).document("catalogs", name -> Optional.of(Documents.catalog(name)));
    }

    private Optional<ObjectNode> catalog(String name) {
        return browser.catalogs().contains(name) ? Optional.of(Documents.catalog(name)) : Optional.empty();
    }

    private Optional<ObjectNode> schemas(HttpCall call) {
        String catalog = call.query().getOrDefault("catalog_name", "");
        return browser.schemas(catalog)
                .map(names ->
                        Page.of(call, names).document("schemas", name -> Optional.of(Documents.schema(catalog, name))));
    }

    private Optional<ObjectNode> schema(String fullName) {
        List<String> parts = List.of(fullName.split("\\."));
        return parts.size() == 2
                        && browser.schemas(parts.get(0))
                                .filter(names -> names.contains(parts.get(1)))
                                .isPresent()
                ? Optional.of(Documents.schema(parts.get(0), parts.get(1)))
                : Optional.empty();
    }

    private Optional<ObjectNode> tables(HttpCall call) {
        String catalog = call.query().getOrDefault("catalog_name", "");
        String schema = call.query().getOrDefault("schema_name", "");
        return browser.tables(catalog, schema)
                .map(names -> Page.of(call, names)
                        .document(
                                "tables",
                                name -> described(catalog, schema, name).map(Documents::table)));
    }

    private Optional<ObjectNode> table(String fullName) {
        String[] parts = fullName.split("\\.");
        return parts.length == 3 ? described(parts[0], parts[1], parts[2]).map(Documents::table) : Optional.empty();
    }

    private Optional<TableDescription> described(String catalog, String schema, String table) {
        return session.inside(spark -> browser.table(spark, catalog, schema, table));
    }
}
