package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: words for a person, or JSON for a program. Mixed into every command. */
final class Output {
    /** The two ways. */
    enum Format {
        TEXT,
        JSON
    }

    /** What a word says about the world; coloured on a terminal, never elsewhere. */
    enum Mood {
        GOOD("green"),
        NEWS("yellow"),
        BAD("red"),
        PLAIN("");

        private final String colour;

        Mood(String colour) {
            this.colour = colour;
        }
    }

    /** One cell of a table. */
    record Cell(String text, Mood mood) {
        static Cell plain(String text) {
            return new Cell(text, Mood.PLAIN);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    boolean isJson() {
        return format == Format.JSON;
    }

    void line(String text) {
        out().println(text);
    }

    /** A remark that is not part of the answer. */
    void remark(String text) {
        command.commandLine().getErr().println(text);
    }

    /** Prints records, lists and trees as indented JSON. */
    void json(Object answer) {
        try {
            out().println(Json.config().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can be written", e);
        }
    }

    /** Prints rows with aligned columns, two spaces apart. */
    void table(List<List<Cell>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).text().length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                Cell cell = row.get(i);
                line.append(coloured(cell));
                if (i < row.size() - 1) {
                    line.repeat(' ', widths.get(i) - cell.text().length() + 2);
                }
            }
            line(line.toString().stripTrailing());
        }
    }

    private String coloured(Cell cell) {
        Ansi ansi = command.commandLine().getColorScheme().ansi();
        if (cell.mood() == Mood.PLAIN || !ansi.enabled()) {
            return cell.text();
        }
        return ansi.string("@|" + cell.mood().colour + " " + cell.text() + "|@");
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
