package io.penstock.ingest.unity;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.catalog.CatalogBrowser;
import io.penstock.ingest.core.catalog.Grant;
import io.penstock.ingest.core.catalog.TableDescription;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Unity Catalog of one workspace, as one principal sees it. Thread-safe. */
public final class UnityCatalog implements CatalogBrowser {
    private static final String PATH = "/api/2.1/unity-catalog/";
    /** Lets the server choose the size of its pages; leaving it out is deprecated there. */
    private static final String SERVERS_CHOICE = "max_results=0";
    /** Lists are for people; a longer one is refused rather than cut. */
    private static final int MOST_ENTRIES = 20_000;

    private final JsonHttp http;
    private final Tokens tokens;
    private final ColumnFacts facts;

    UnityCatalog(JsonHttp http, Tokens tokens, InstantSource clock) {
        this.http = http;
        this.tokens = tokens;
        this.facts = new CatalogFacts(this, clock);
    }

    @Override
    public List<Entry> catalogs() throws SourceException {
        return list("catalogs", "", "the catalogs", TableName.of("<catalog>"), Grant::browse);
    }

    @Override
    public List<Entry> schemas(String catalog) throws SourceException {
        return list(
                "schemas",
                "&catalog_name=" + encoded(catalog),
                "catalog " + catalog,
                TableName.of(catalog),
                name -> new Grant("USE CATALOG", "CATALOG", TableName.of(name)));
    }

    @Override
    public List<Entry> tables(String catalog, String schema) throws SourceException {
        return list(
                "tables",
                "&catalog_name=" + encoded(catalog) + "&schema_name=" + encoded(schema)
                        + "&omit_columns=true&omit_properties=true",
                "schema " + catalog + "." + schema,
                TableName.of(catalog, schema),
                name -> new Grant("USE SCHEMA", "SCHEMA", TableName.of(catalog, schema)));
    }

    @Override
    public TableDescription table(TableName name) throws SourceException {
        JsonNode table = get(
                "tables/" + encoded(name.plain()),
                "table " + name.plain(),
                () -> Grant.statements(Grant.toRead(name), principal()));
        List<TableDescription.Column> columns = new ArrayList<>();
        table.path("columns").forEach(column -> columns.add(FieldJson.column(column)));
        columns.sort(Comparator.comparingInt(TableDescription.Column::position));
        Map<String, String> properties = new HashMap<>();
        table.path("properties")
                .properties()
                .forEach(each -> properties.put(each.getKey(), each.getValue().asText()));
        return new TableDescription(
                text(table, "full_name").orElse(name.plain()),
                text(table, "table_type").orElse(null),
                text(table, "data_source_format").orElse(null),
                text(table, "comment").orElse(null),
                text(table, "owner").orElse(null),
                properties,
                columns);
    }

    /** Has the workspace accept the credentials, with a fresh token. @return what came of it, for a person */
    public String signIn() throws SourceException {
        tokens.forget();
        JsonHttp.Answer answer = asked("catalogs?max_results=1");
        if (answer.status() == 401) {
            throw refusedCredentials();
        }
        if (answer.status() / 100 == 5 || answer.status() == 429) {
            throw new SourceException(Fault.UNAVAILABLE, http.host() + " answered HTTP " + answer.status());
        }
        return tokens.isPersonal()
                ? "the personal access token was accepted"
                : "OAuth token accepted"
                        + tokens.life()
                                .map(life -> ", good for " + life.toMinutes() + " min")
                                .orElse("");
    }

    /** What is known here about columns, for the reader. */
    ColumnFacts facts() {
        return facts;
    }

    /** Where the secrets come from, for a person; reads them. */
    public String secrets() throws SourceException {
        return tokens.sources();
    }

    /** Application id of the service principal; empty for a personal token, or if it cannot be read. */
    public Optional<String> application() {
        return tokens.principal();
    }

    private List<Entry> list(String what, String filter, String named, TableName about, Function<String, Grant> grant)
            throws SourceException {
        List<Entry> entries = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = get(
                    what + "?" + SERVERS_CHOICE + filter + (token.isEmpty() ? "" : "&page_token=" + encoded(token)),
                    named,
                    () -> grant.apply(about.parts().getFirst()).statement(principal()));
            for (JsonNode item : page.path(what)) {
                entries.add(new Entry(
                        item.path("name").asText(),
                        text(item, "full_name").orElseGet(() -> fullName(item)),
                        text(item, "table_type").orElse(null),
                        text(item, "comment").orElse(null)));
            }
            String next = text(page, "next_page_token").orElse("");
            if (next.equals(token) && !next.isEmpty() || entries.size() > MOST_ENTRIES) {
                throw new SourceException(Fault.UNSUPPORTED, named + " lists more than " + MOST_ENTRIES + " " + what);
            }
            token = next;
        } while (!token.isEmpty());
        return entries;
    }

    /** Open-source Unity Catalog leaves {@code full_name} out. */
    private static String fullName(JsonNode item) {
        List<String> parts = new ArrayList<>();
        for (String field : List.of("catalog_name", "schema_name", "name")) {
            text(item, field).ifPresent(parts::add);
        }
        return String.join(".", parts);
    }

    private JsonNode get(String path, String what, Supplier<String> grants) throws SourceException {
        JsonHttp.Answer answer = asked(path);
        String words = answer.words().isEmpty() ? "" : ": " + answer.words();
        return switch (answer.status()) {
            case 200 -> answer.body();
            case 401 -> throw refusedCredentials();
            case 403 ->
                throw new SourceException(
                        Fault.MISSING_GRANT,
                        what + " may not be seen" + words,
                        Grant.named(answer.words())
                                .map(grant -> grant.statement(principal()))
                                .orElseGet(grants),
                        null);
            case 404 -> throw new SourceException(Fault.FIX_QUERY, what + " is not there" + words);
            case 400 -> throw new SourceException(Fault.FIX_QUERY, what + " cannot be asked for" + words);
            default ->
                throw new SourceException(
                        Fault.UNAVAILABLE,
                        http.host() + " answered HTTP " + answer.status() + " about " + what + words);
        };
    }

    /** Asks once more if a fetched token was refused: it may have been revoked before its time. */
    private JsonHttp.Answer asked(String path) throws SourceException {
        String token = tokens.current();
        JsonHttp.Answer answer = http.get(PATH + path, token);
        if (answer.status() == 401 && tokens.refused(token)) {
            return http.get(PATH + path, tokens.current());
        }
        return answer;
    }

    private SourceException refusedCredentials() {
        return new SourceException(
                Fault.CREDENTIALS,
                http.host() + " refused the " + (tokens.isPersonal() ? "personal access token" : "OAuth token"),
                tokens.isPersonal()
                        ? "make a new token, or use a service principal (clientId, clientSecret)"
                        : "check that the service principal is assigned to this workspace",
                null);
    }

    private String principal() {
        return application().orElse(Grant.UNKNOWN_PRINCIPAL);
    }

    private static Optional<String> text(JsonNode object, String field) {
        String text = object.path(field).asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
