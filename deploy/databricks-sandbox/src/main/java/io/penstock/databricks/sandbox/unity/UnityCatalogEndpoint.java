package io.penstock.databricks.sandbox.unity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.access.Grants;
import io.penstock.databricks.sandbox.access.MissingPrivilegeException;
import io.penstock.databricks.sandbox.access.Visitor;
import io.penstock.databricks.sandbox.engine.SparkEngine;
import io.penstock.databricks.sandbox.engine.WarehouseSession;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import io.penstock.databricks.sandbox.lakehouse.Browser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists catalogs, schemas and tables, or gives one of them by its full name. Lists come in pages: {@code max_results}
 * ({@code 0} or none: 50) and {@code page_token}, which is the {@code next_page_token} of the page before. Lists leave
 * out what the caller may not see. A table that cannot be read is listed without columns.
 */
public final class UnityCatalogEndpoint implements HttpEndpoint {
    /** Where everything of this class lies. */
    public static final String PATH = "/api/2.1/unity-catalog/";

    private final Browser browser;
    private final Grants grants;
    private final WarehouseSession session;

    /** Browses the engine's lakehouse in a session of its own. */
    public UnityCatalogEndpoint(SparkEngine engine) {
        browser = new Browser(engine.lakehouse());
        grants = engine.grants();
        session = engine.open();
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        if (!call.method().equals("GET")) {
            return HttpAnswer.error(405, "METHOD_NOT_ALLOWED", "The sandbox offers the read endpoints only.");
        }
        String[] path = call.path().substring(PATH.length()).split("/", 2);
        Optional<String> one =
                Optional.of(path.length == 2 ? HttpCall.decoded(path[1]) : "").filter(name -> !name.isEmpty());
        Visitor visitor = new Visitor(call.principal().orElseThrow(), grants);
        try {
            return HttpAnswer.json(200, document(call, visitor, path[0], one).toString());
        } catch (NotFoundException e) {
            return HttpAnswer.error(404, e.code(), e.getMessage());
        } catch (MissingPrivilegeException e) {
            return HttpAnswer.error(403, "PERMISSION_DENIED", e.getMessage());
        } catch (IllegalArgumentException e) {
            return HttpAnswer.error(400, "INVALID_PARAMETER_VALUE", e.getMessage());
        }
    }

    private ObjectNode document(HttpCall call, Visitor visitor, String kind, Optional<String> one) {
        return switch (kind) {
            case "catalogs" -> one.isPresent() ? catalog(visitor, one.get()) : catalogs(call, visitor);
            case "schemas" -> one.isPresent() ? schema(visitor, one.get()) : schemas(call, visitor);
            case "tables" -> one.isPresent() ? table(visitor, one.get()) : tables(call, visitor);
            default -> throw NotFoundException.path();
        };
    }

    private ObjectNode catalogs(HttpCall call, Visitor visitor) {
        List<String> seen =
                browser.catalogs().stream().filter(visitor::seesCatalog).toList();
        return Page.of(call, seen).document("catalogs", Documents::catalog);
    }

    private ObjectNode catalog(Visitor visitor, String name) {
        existing(visitor, name);
        return Documents.catalog(name.toLowerCase(Locale.ROOT));
    }

    private ObjectNode schemas(HttpCall call, Visitor visitor) {
        String catalog = wanted(call, "catalog_name");
        List<String> seen = existing(visitor, catalog).stream()
                .filter(schema -> visitor.seesSchema(catalog, schema))
                .toList();
        return Page.of(call, seen).document("schemas", name -> Documents.schema(catalog, name));
    }

    private ObjectNode schema(Visitor visitor, String fullName) {
        List<String> names = names(fullName, 2);
        existing(visitor, names.get(0), names.get(1));
        return Documents.schema(names.get(0), names.get(1));
    }

    private ObjectNode tables(HttpCall call, Visitor visitor) {
        String catalog = wanted(call, "catalog_name");
        String schema = wanted(call, "schema_name");
        List<String> seen = existing(visitor, catalog, schema).stream()
                .filter(table -> visitor.seesTable(catalog, schema, table))
                .toList();
        return Page.of(call, seen)
                .document(
                        "tables",
                        name -> described(visitor, catalog, schema, name)
                                .orElseGet(() -> Documents.gone(catalog, schema, name)));
    }

    private ObjectNode table(Visitor visitor, String fullName) {
        List<String> names = names(fullName, 3);
        existing(visitor, names.get(0), names.get(1));
        if (!visitor.seesTable(names.get(0), names.get(1), names.get(2))) {
            visitor.read(names.get(0), names.get(1), names.get(2));
        }
        return described(visitor, names.get(0), names.get(1), names.get(2))
                .orElseThrow(() -> NotFoundException.of("Table", fullName));
    }

    /** The schemas of a catalog that is there and may be seen. */
    private List<String> existing(Visitor visitor, String catalog) {
        if (!visitor.seesCatalog(catalog)) {
            visitor.useCatalog(catalog);
        }
        return browser.schemas(catalog).orElseThrow(() -> NotFoundException.of("Catalog", catalog));
    }

    /** The tables of a schema that is there and may be seen. */
    private List<String> existing(Visitor visitor, String catalog, String schema) {
        existing(visitor, catalog);
        if (!visitor.seesSchema(catalog, schema)) {
            visitor.useSchema(catalog, schema);
        }
        return browser.tables(catalog, schema)
                .orElseThrow(() -> NotFoundException.of("Schema", catalog + "." + schema));
    }

    private Optional<ObjectNode> described(Visitor visitor, String catalog, String schema, String table) {
        return session.inside(spark -> browser.table(spark, catalog, schema, table))
                .map(found -> Documents.table(found, visitor.onlyBrowses(catalog, schema, table)));
    }

    private static String wanted(HttpCall call, String parameter) {
        return Optional.ofNullable(call.query().get(parameter))
                .orElseThrow(() -> new IllegalArgumentException("Missing required parameter: " + parameter));
    }

    private static List<String> names(String fullName, int count) {
        List<String> names = List.of(fullName.split("\\.", count));
        if (names.size() != count || names.contains("")) {
            throw new IllegalArgumentException("'" + fullName + "' is not a full name of " + count + " parts.");
        }
        return names;
    }
}
