package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Unknown;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 11 and 23: objects and their relationships with people. */
class ObjectsTest {

    private static final String ACME = "'identifiers':{'object_type_id':'1','object_id':'acme'}";
    private static final String ADA = "[{'identifiers':{'id':'ada'},'relationship_attributes':{'role':'admin'}}]";

    private final SandboxClient client = SandboxClient.start(CustomerIoSandbox.builder()
            .workspace(WorkspaceSettings.builder().objectTypes(Set.of("1", "2")).build()));

    @AfterEach
    void stop() {
        client.close();
    }

    private JsonNode object(String type) throws IOException {
        return client.app("/v1/objects/" + type + "/acme/attributes").at("/object/attributes");
    }

    @Test
    void keepsObjectsOfTwoTypesApart() throws IOException {
        client.entity("{'type':'object','action':'identify'," + ACME + ",'attributes':{'name':'Acme'}}");
        client.entity("{'type':'object','action':'identify','identifiers':{'object_type_id':'2','object_id':'acme'},"
                + "'attributes':{'name':'Other','gone':'x'}}");
        client.entity("{'type':'object','action':'identify','identifiers':{'object_type_id':'2','object_id':'acme'},"
                + "'attributes':{'gone':null}}");

        assertThat(object("1").path("name").asText()).isEqualTo("Acme");
        assertThat(object("2").path("name").asText()).isEqualTo("Other");
        assertThat(object("2").has("gone")).isFalse();
    }

    @Test
    void showsARelationshipFromBothSidesAndUpdatesIt() throws IOException {
        client.entity("{'type':'object','action':'identify'," + ACME + ",'cio_relationships':" + ADA + "}");
        client.entity("{'type':'object','action':'add_relationships'," + ACME
                + ",'cio_relationships':[{'identifiers':{'id':'ada'},'relationship_attributes':{'since':'2026'}}]}");

        JsonNode fromPerson = client.app("/v1/customers/ada/relationships").at("/cio_relationships/0");
        assertThat(fromPerson.at("/identifiers/object_id").asText()).isEqualTo("acme");
        assertThat(fromPerson.at("/relationship_attributes/role").asText()).isEqualTo("admin");
        assertThat(fromPerson.at("/relationship_attributes/since").asText()).isEqualTo("2026");
        assertThat(client.app("/v1/objects/1/acme/relationships")
                        .at("/cio_relationships/0/identifiers/id")
                        .asText())
                .isEqualTo("ada");
    }

    @Test
    void addsAndRemovesRelationshipsThroughV1Identify() throws IOException {
        String related =
                "{'cio_relationships':{'action':'%s','relationships':[{'identifiers':{'object_type_id':'1','object_id':'acme'}}]}}";
        client.put("ada", related.formatted("add_relationships"));
        assertThat(client.inspect("/people/ada").path("cio_relationships")).hasSize(1);
        assertThat(client.attribute("ada", "cio_relationships")).isNull();

        client.put("ada", related.formatted("delete_relationships"));
        assertThat(client.inspect("/people/ada").path("cio_relationships")).isEmpty();
    }

    @Test
    void removesRelationshipsWithTheObject() throws IOException {
        client.entity("{'type':'object','action':'identify'," + ACME + ",'cio_relationships':" + ADA + "}");
        client.entity("{'type':'object','action':'delete'," + ACME + "}");

        assertThat(client.inspect("/people/ada").path("cio_relationships")).isEmpty();
        assertThat(client.appResponse("/v1/objects/1/acme/attributes").statusCode())
                .isEqualTo(404);
    }

    @Test
    void removesRelationshipsWithThePerson() throws IOException {
        client.entity("{'type':'object','action':'identify'," + ACME + ",'cio_relationships':" + ADA + "}");
        client.track("DELETE", "/api/v1/customers/ada", "");

        assertThat(client.app("/v1/objects/1/acme/relationships").path("cio_relationships"))
                .isEmpty();
    }

    @Test
    void holdsAnAnonymousRelationshipUntilThePersonIsKnown() throws IOException {
        client.entity("{'type':'object','action':'identify_anonymous'," + ACME
                + ",'cio_relationships':[{'identifiers':{'anonymous_id':'anon'}}]}");
        client.put("ada", "{}");
        assertThat(client.inspect("/people/ada").path("cio_relationships")).isEmpty();

        client.put("ada", "{'anonymous_id':'anon'}");
        assertThat(client.inspect("/people/ada").path("cio_relationships")).hasSize(1);
    }

    @Test
    void reachesAnExistingObjectByTheVendorsId() throws IOException {
        client.entity("{'type':'object','action':'identify'," + ACME + "}");
        client.entity(
                "{'type':'object','action':'identify','identifiers':{'cio_object_id':'obb0000001'},'attributes':{'arr':1}}");
        assertThat(object("1").path("arr").asText()).isEqualTo("1");

        client.entity("{'type':'object','action':'identify','identifiers':{'cio_object_id':'obnone'}}");
        assertThat(client.verdict()).isEqualTo("dropped");
    }

    @Test
    void doesNotCreateTheObjectOfARelationshipWhenTheSwitchSaysSo() throws IOException {
        try (SandboxClient strict = SandboxClient.start(CustomerIoSandbox.builder()
                .workspace(
                        WorkspaceSettings.builder().unknownObject(Unknown.DROP).build()))) {
            strict.entity("{'type':'person','action':'add_relationships','identifiers':{'id':'ada'},"
                    + "'cio_relationships':[{" + ACME + "}]}");

            assertThat(strict.inspect("/people").path("objects").asInt()).isZero();
        }
    }
}
