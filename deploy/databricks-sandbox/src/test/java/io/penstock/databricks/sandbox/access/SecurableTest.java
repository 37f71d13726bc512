package io.penstock.databricks.sandbox.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.databricks.sandbox.access.Grants.Rule;
import org.junit.jupiter.api.Test;

class SecurableTest {
    @Test
    void readsNamesWithAndWithoutBackQuotes() {
        assertThat(Securable.parse("TABLE main.ml.Scores")).isEqualTo(Securable.table("main", "ml", "scores"));
        assertThat(Securable.parse("`main`.`a.b`.`c``d`").path()).containsExactly("main", "a.b", "c`d");
        assertThat(Securable.parse("schema main.ml")).isEqualTo(Securable.schema("main", "ml"));
        assertThat(Securable.parse("CATALOG main").kind()).isEqualTo("Catalog");
    }

    @Test
    void refusesAKindThatDoesNotFitTheName() {
        assertThatThrownBy(() -> Securable.parse("TABLE main.ml")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Securable.parse("a.b.c.d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Securable.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatementAboutTheNearestObjectCounts() {
        Grants grants = new Grants();
        Securable table = Securable.table("main", "ml", "t");
        assertThat(grants.allow("p", "SELECT", table)).isTrue();

        grants.revoke("p", new Rule("select", Securable.catalog("main")));
        assertThat(grants.allow("p", "SELECT", table)).isFalse();
        assertThat(grants.allow("somebody else", "SELECT", table)).isTrue();

        grants.grant("p", new Rule("SELECT", Securable.schema("main", "ml")));
        assertThat(grants.allow("p", "SELECT", table)).isTrue();
        assertThat(grants.allow("p", "SELECT", Securable.table("main", "other", "t")))
                .isFalse();

        grants.revoke("p", new Rule("ALL PRIVILEGES", Securable.catalog("main")));
        assertThat(grants.allow("p", "SELECT", table)).isTrue();
        assertThat(grants.allow("p", "MODIFY", table)).isFalse();

        grants.reset();
        assertThat(grants.allow("p", "MODIFY", table)).isTrue();
    }

    @Test
    void readsGrantAndRevokeAsSql() {
        GrantStatement grant = GrantStatement.parse(
                        "GRANT USE SCHEMA, CREATE TABLE ON SCHEMA `penstock`.`engagement` TO `1-2`;")
                .orElseThrow();
        assertThat(grant.grants()).isTrue();
        assertThat(grant.principal()).isEqualTo("1-2");
        assertThat(grant.rules()).extracting(Rule::privilege).containsExactly("USE SCHEMA", "CREATE TABLE");
        assertThat(GrantStatement.parse("REVOKE SELECT ON TABLE a.b.c FROM me")
                        .orElseThrow()
                        .grants())
                .isFalse();
        assertThat(GrantStatement.parse("SELECT 'GRANT SELECT ON a TO b'")).isEmpty();
        assertThatThrownBy(() -> GrantStatement.parse("GRANT FLY ON TABLE a.b.c TO me"))
                .hasMessageContaining("FLY");
    }
}
