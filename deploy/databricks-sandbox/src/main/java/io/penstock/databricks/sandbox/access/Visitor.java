package io.penstock.databricks.sandbox.access;

/**
 * One principal in front of the grants. Each question throws {@link MissingPrivilegeException} for the first privilege
 * that is missing, from the catalog down.
 *
 * @param principal the personal token, or the id of the service principal
 */
public record Visitor(String principal, Grants grants) {
    /** May do everything: the sandbox itself. */
    public static final Visitor ITSELF = new Visitor("", new Grants());

    /** Whether there is anything to ask at all; saves the questions where nothing was ever revoked. */
    public boolean isRestricted() {
        return grants.concern(principal);
    }

    /** May use a catalog. */
    public void useCatalog(String catalog) {
        require("USE CATALOG", Securable.catalog(catalog));
    }

    /** May use a schema. */
    public void useSchema(String catalog, String schema) {
        useCatalog(catalog);
        require("USE SCHEMA", Securable.schema(catalog, schema));
    }

    /** May read a table. */
    public void read(String catalog, String schema, String table) {
        useSchema(catalog, schema);
        require("SELECT", Securable.table(catalog, schema, table));
    }

    /** May change, replace or drop a table. */
    public void modify(String catalog, String schema, String table) {
        useSchema(catalog, schema);
        require("MODIFY", Securable.table(catalog, schema, table));
    }

    /** May make tables in a schema. */
    public void createTable(String catalog, String schema) {
        useSchema(catalog, schema);
        require("CREATE TABLE", Securable.schema(catalog, schema));
    }

    /** May make schemas in a catalog. */
    public void createSchema(String catalog) {
        useCatalog(catalog);
        require("CREATE SCHEMA", Securable.catalog(catalog));
    }

    /** May see that a catalog is there. */
    public boolean seesCatalog(String catalog) {
        Securable object = Securable.catalog(catalog);
        return may("BROWSE", object) || may("USE CATALOG", object);
    }

    /** May see that a schema is there: by BROWSE, or as somebody who may use it. */
    public boolean seesSchema(String catalog, String schema) {
        Securable object = Securable.schema(catalog, schema);
        return may("BROWSE", object) || (may("USE CATALOG", Securable.catalog(catalog)) && may("USE SCHEMA", object));
    }

    /** May see that a table is there: by BROWSE, or as somebody who may use its schema and read or change it. */
    public boolean seesTable(String catalog, String schema, String table) {
        Securable object = Securable.table(catalog, schema, table);
        return may("BROWSE", object)
                || (may("USE CATALOG", Securable.catalog(catalog))
                        && may("USE SCHEMA", Securable.schema(catalog, schema))
                        && (may("SELECT", object) || may("MODIFY", object)));
    }

    /** May not read a table that it sees. */
    public boolean onlyBrowses(String catalog, String schema, String table) {
        return !may("SELECT", Securable.table(catalog, schema, table));
    }

    private boolean may(String privilege, Securable object) {
        return grants.allow(principal, privilege, object);
    }

    private void require(String privilege, Securable object) {
        if (!may(privilege, object)) {
            throw new MissingPrivilegeException(privilege, object);
        }
    }
}
