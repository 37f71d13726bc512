package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one file of a Customer.io export: Parquet as Customer.io writes it ({@code .parquet}), JSON lines
 * ({@code .jsonl, .json}) or CSV with a heading ({@code .csv}).
 */
final class ExportRows {
    private ExportRows() {}

    /** Takes a row. */
    @FunctionalInterface
    interface Taker {
        /** @param row of a CSV all values are text; an empty one is left out */
        void take(ObjectNode row);
    }

    /**
     * Looks whether the file can be opened, as far as its format says so without reading all of it.
     *
     * @throws CommandFailedException naming the file
     */
    static void check(Path file) throws IOException {
        if (isParquet(file)) {
            ParquetRows.check(file);
        } else if (!Files.isReadable(file)) {
            throw new NoSuchFileException(file.toString());
        }
    }

    /**
     * Hands over rows in the file's order. @throws CommandFailedException naming file and row of what cannot be read
     */
    static void read(Path file, Taker taker) throws IOException {
        if (isParquet(file)) {
            ParquetRows.read(file, taker);
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            if (file.toString().endsWith(".csv")) {
                csv(file, in, taker);
            } else {
                json(file, in, taker);
            }
        } catch (CharacterCodingException e) {
            throw new CommandFailedException(file + ": expected UTF-8");
        }
    }

    private static boolean isParquet(Path file) {
        return file.toString().endsWith(".parquet");
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
