package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 10 to 14: what v2 refuses, and that a batch applies the rest. */
class V2ValidationTest {

    private final SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'person','action':'identify','identifiers':{'id':'usr_8472'},'timestamp':1773532800,'attributes':{'email':'ada@example.com','upgrade_likelihood':0.82,'features':['sso','audit'],'feature_summary':{'days_active':21}},'cio_relationships':[{'identifiers':{'object_type_id':'1','object_id':'acme'},'relationship_attributes':{'role':'admin'}}]}",
                "{'type':'person','action':'event','identifiers':{'id':'usr_8472'},'id':'01HZY3N1A00000000000000EV1','name':'upgrade_threshold_crossed','timestamp':1773532800,'attributes':{'score':0.82,'threshold':0.65}}",
                "{'type':'person','action':'page','identifiers':{'email':'ada@example.com'},'name':'https://example.com/pricing','timestamp':1773532801,'attributes':{'path':'/pricing'}}",
                "{'type':'person','action':'add_device','identifiers':{'id':'usr_8472'},'device':{'token':'tok_9f3','platform':'ios','last_used':1773532800,'attributes':{'app_version':'5.1'}}}",
                "{'type':'person','action':'merge','primary':{'id':'usr_8472'},'secondary':{'email':'ada@old.example'}}",
                "{'type':'object','action':'identify','identifiers':{'object_type_id':'1','object_id':'acme'},'attributes':{'name':'Acme','arr':120000},'cio_relationships':[{'identifiers':{'id':'usr_8472'},'relationship_attributes':{'role':'admin'}}]}",
                "{'type':'object','action':'identify_anonymous','identifiers':{'object_type_id':'1','object_id':'acme'},'attributes':{'name':'Acme'},'cio_relationships':[{'identifiers':{'anonymous_id':'anon_1'}}]}",
                "{'type':'object','action':'delete_relationships','identifiers':{'object_type_id':'1','object_id':'acme'},'cio_relationships':[{'identifiers':{'id':'usr_8472'}}]}",
                "{'type':'delivery','action':'event','identifiers':{'id':'RPILAgUBcRhIBqSfeiIwdIYJKxTY'},'name':'opened','timestamp':1773532900,'attributes':{'device_token':'tok_9f3'}}",
            })
    void takesEveryDocumentedExample(String item) throws IOException {
        assertThat(client.entity(item)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|required|type|must be one of delivery, object or person",
                "{'type':'robot'}|invalid|type|must be one of delivery, object or person",
                "{'type':'object'}|required|action|must be one of add_relationships, delete, delete_relationships, identify or identify_anonymous",
                "{'type':'object','action':'merge'}|invalid|action|must be one of add_relationships, delete, delete_relationships, identify or identify_anonymous",
                "{'type':'person','action':'track'}|invalid|action|must be one of add_device, add_relationships, delete, delete_device, delete_relationships, event, identify, merge, page, screen, suppress or unsuppress",
                "{'type':'person','action':'delete'}|required|identifiers|must be an object",
                "{'type':'person','action':'delete','identifiers':{}}|required|identifiers|must contain exactly one identifier",
                "{'type':'person','action':'delete','identifiers':{'id':'a','email':'a@b.c'}}|invalid|identifiers|must contain exactly one identifier",
                "{'type':'person','action':'delete','identifiers':{'id':''}}|invalid|identifiers.id|cannot be an empty string",
                "{'type':'person','action':'delete','identifiers':{'id':true}}|invalid|identifiers.id|must be a string or a number",
                "{'type':'person','action':'delete','identifiers':{'id':{}}}|invalid|identifiers.id|must be a string or a number",
                "{'type':'person','action':'delete','identifiers':{'id':['a']}}|invalid|identifiers.id|must be a string or a number",
                "{'type':'person','action':'delete','identifiers':{'cio_id':'cio_a3000001'}}|invalid|identifiers.cio_id|must be written without the prefix cio_",
                "{'type':'person','action':'delete','identifiers':{'phone':'+15551234567'}}|invalid|identifiers.phone|is not an identifier of people in this workspace",
                "{'type':'person','action':'identify','identifiers':{'id':'a'},'attributes':[1]}|invalid|attributes|must be an object",
                "{'type':'person','action':'event','identifiers':{'id':'a'}}|required|name|must not be blank",
                "{'type':'person','action':'event','identifiers':{'id':'a'},'name':'  '}|invalid|name|must not be blank",
                "{'type':'person','action':'add_device','identifiers':{'id':'a'},'device':{'platform':'ios'}}|required|device.token|must be a non-empty string",
                "{'type':'person','action':'add_device','identifiers':{'id':'a'},'device':{'id':'t','token':'t','platform':'windows'}}|invalid|device.platform|must be one of android or ios",
                "{'type':'person','action':'merge','primary':{'id':true},'secondary':{'id':'b'}}|invalid|primary.id|must be a string or a number",
                "{'type':'person','action':'merge','primary':{'id':'a'}}|required|secondary|must be an object",
                "{'type':'person','action':'merge','primary':{'id':'a'},'secondary':{'id':'b','email':'c@d.e'}}|invalid|secondary|must contain exactly one identifier",
                "{'type':'person','action':'merge','identifiers':{'id':'a'},'primary':{'id':'a'},'secondary':{'id':'b'}}|invalid|identifiers|must not be set; a merge takes primary and secondary",
                "{'type':'object','action':'identify','identifiers':{'object_id':'a'}}|required|identifiers.object_type_id|must be a string or a number",
                "{'type':'object','action':'identify','identifiers':{'object_type_id':'9','object_id':'a'}}|invalid|identifiers.object_type_id|object type does not exist",
                "{'type':'person','action':'add_relationships','identifiers':{'id':'a'}}|required|cio_relationships|must be an array",
            })
    void refuses(String item, String reason, String field, String message) throws IOException {
        HttpResponse<String> answer = client.entityResponse(item);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = Json.parse(answer.body()).orElseThrow().at("/errors/0");
        assertThat(error.path("reason").asText()).isEqualTo(reason);
        assertThat(error.path("field").asText()).isEqualTo(field);
        assertThat(error.path("message").asText()).isEqualTo(message);
        assertThat(client.people()).isZero();
    }

    @Test
    void takesNumbersAsIdentifiers() throws IOException {
        client.entity("{'type':'person','action':'identify','identifiers':{'id':42}}");

        assertThat(client.exists("42")).isTrue();
    }

    @Test
    void namesEachBadItemByIndexAndAppliesTheOthers() throws IOException {
        HttpResponse<String> answer = client.batch(
                "{'type':'person','action':'identify','identifiers':{'id':'a'}}",
                "{'type':'person','action':'identify','identifiers':{'id':''},'attributes':'x'}",
                "{'type':'person','action':'identify','identifiers':{'id':'b'}}",
                "17");

        assertThat(answer.statusCode()).isEqualTo(207);
        JsonNode errors = Json.parse(answer.body()).orElseThrow().path("errors");
        assertThat(errors.findValuesAsText("batch_index")).containsExactly("1", "1", "3");
        assertThat(client.exists("a")).isTrue();
        assertThat(client.exists("b")).isTrue();
        assertThat(client.people()).isEqualTo(2);
    }

    @Test
    void answers207WhenEveryItemFails() throws IOException {
        assertThat(client.batch("{}", "{}").statusCode()).isEqualTo(207);
    }

    @Test
    void showsDataInsteadOfAttributesAsAnEventWithoutData() throws IOException {
        client.entity(
                "{'type':'person','action':'event','identifiers':{'id':'a'},'name':' trimmed ','data':{'score':1}}");

        JsonNode event = client.inspect("/people/a").at("/events/0");
        assertThat(event.path("name").asText()).isEqualTo("trimmed");
        assertThat(event.path("data").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "PUT|/api/v1/customers/%20|{}|id attribute cannot be an empty string",
                "PUT|/api/v1/customers/a|{'id':''}|id attribute cannot be an empty string",
                "PUT|/api/v1/customers/a|{'id':true}|id attribute must be a string value",
                "POST|/api/v1/customers/a/events|{}|event name must not be blank",
                "POST|/api/v1/customers/a/events|{'name':'x','data':[]}|event data must be a hash",
                "POST|/api/v1/events|{'name':'x'}|anonymous_id or data.recipient must be present",
                "POST|/api/v1/merge_customers|{'primary':{'id':'a','email':'b'},'secondary':{'id':'c'}}|primary must contain exactly one of id, email or cio_id",
            })
    void refusesInV1WithMeta(String method, String path, String body, String message) throws IOException {
        HttpResponse<String> answer = client.track(method, path, SandboxClient.json(body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).orElseThrow().at("/meta/error").asText())
                .isEqualTo(message);
    }

    @Test
    void listsSeveralV1ErrorsUnderErrors() throws IOException {
        HttpResponse<String> answer =
                client.track("POST", "/api/v1/customers/a/events", SandboxClient.json("{'name':'','data':1}"));

        assertThat(Json.parse(answer.body()).orElseThrow().at("/meta/errors")).hasSize(2);
    }
}
