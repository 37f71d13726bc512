package io.penstock.benchmarks.figures;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures of one run, to be read beside the machine and the load it began under. */
public final class FigureFile {
    private final JsonMapper json = JsonMapper.builder().findAndAddModules().build();
    private final ObjectNode figures = json.createObjectNode();
    private final Screen screen;

    /** Begins: says what the machine is and does now. */
    public FigureFile(Screen screen) {
        this.screen = screen;
        Machine machine = Machine.here();
        put("machine", machine);
        screen.say(machine.toString());
    }

    /** What one part measured, as JSON. */
    public void put(String part, Object measured) {
        figures.set(part, json.valueToTree(measured));
    }

    /** Writes {@code <name>.json}, in place of an earlier one. */
    public void write(Path folder, String name) throws IOException {
        Path file = Files.createDirectories(folder).resolve(name + ".json");
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), figures);
        screen.say("the figures are also in " + file);
    }
}
