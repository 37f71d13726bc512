package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one table of a Customer.io export: JSON lines ({@code .jsonl, .json}) or CSV with a heading ({@code .csv}).
 */
final class ExportRows {
    private ExportRows() {}

    /** Takes a row. */
    @FunctionalInterface
    interface Taker {
        /** @param row of a CSV all values are text; an empty one is left out */
        void take(ObjectNode row);
    }

    /** Whether a file is one of this table, by its name: {@code metrics.jsonl}, {@code metrics_v4_0007.csv}. */
    static boolean isOf(String table, Path file) {
        return file.getFileName().toString().matches(table + "([^a-z].*)?\\.(jsonl|json|csv)");
    }

    /**
     * Hands over rows in the file's order. @throws CommandFailedException naming file and row of what cannot be read
     */
    static void read(Path file, Taker taker) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            if (file.toString().endsWith(".csv")) {
                csv(file, in, taker);
            } else {
                json(file, in, taker);
            }
        }
    }

    private static void json(Path file, BufferedReader in, Taker taker) throws IOException {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                if (!(Json.wire().readTree(line) instanceof ObjectNode row)) {
                    throw new CommandFailedException(file + ":" + number + ": expected a JSON object on each line");
                }
                taker.take(row);
            } catch (JsonProcessingException e) {
                throw new CommandFailedException(file + ":" + number + ": expected a JSON object on each line");
            }
        }
    }

    private static void csv(Path file, BufferedReader in, Taker taker) throws IOException {
        List<String> heading = record(in);
        int number = 1;
        for (List<String> values = record(in); !values.isEmpty(); values = record(in)) {
            number++;
            if (values.size() != heading.size()) {
                throw new CommandFailedException("%s, row %d: expected %d values, found %d"
                        .formatted(file, number, heading.size(), values.size()));
            }
            ObjectNode row = Json.wire().createObjectNode();
            for (int i = 0; i < heading.size(); i++) {
                if (!values.get(i).isEmpty()) {
                    row.put(heading.get(i), values.get(i));
                }
            }
            taker.take(row);
        }
    }

    /** One record of RFC 4180, which may span lines; empty at the end. Blank lines are passed over. */
    private static List<String> record(BufferedReader in) throws IOException {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '"') {
                in.mark(1);
                if (quoted && in.read() == '"') {
                    value.append('"');
                } else {
                    in.reset();
                    quoted = !quoted;
                }
            } else if (quoted || c != ',' && c != '\n' && c != '\r') {
                value.append((char) c);
            } else if (c == ',' || !values.isEmpty() || !value.isEmpty()) {
                values.add(value.toString());
                value.setLength(0);
                if (c != ',') {
                    return values;
                }
            }
        }
        if (!values.isEmpty() || !value.isEmpty()) {
            values.add(value.toString());
        }
        return values;
    }
}
