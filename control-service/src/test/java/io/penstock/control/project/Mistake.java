package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.core.Reading;
import java.util.List;
import java.util.Map;

/** A text in a file of a good project, what somebody wrote instead, and the errors without the file's name. */
record Mistake(String file, String good, String bad, List<String> errors) {
    static final String DATABRICKS = "connections/databricks-prod.yaml";
    static final String CUSTOMERIO = "connections/customerio-prod.yaml";
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());

    static Mistake in(String file, String good, String bad, String... errors) {
        return new Mistake(file, good, bad, List.of(errors));
    }

    /** Makes the mistake, and holds that the errors are said about it and nothing else. */
    void isSaidExactly() {
        Map<String, String> files = Projects.withPlainPipeline();
        String text = files.get(file);
        assertThat(text).containsOnlyOnce(good);
        files.put(file, text.replace(good, bad));

        Reading reading = READER.read(files);

        List<String> expected = errors.stream().map(error -> file + ":" + error).toList();
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .containsExactlyElementsOf(expected));
    }

    @Override
    public String toString() {
        return file + ": " + bad.strip().lines().findFirst().orElse("(nothing)");
    }
}
