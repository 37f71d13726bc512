package io.penstock.webhook.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int SMALL = 100;

    @TempDir
    Path folder;

    @Test
    void givesEntriesAwayInOrderAndLeavesNoFile() throws IOException {
        try (Spool spool = open(10_000)) {
            List<String> given = append(spool, 50);
            assertThat(files()).hasSizeGreaterThan(3);
            assertThat(drain(spool, Integer.MAX_VALUE)).isEqualTo(given);
            assertThat(spool.isEmpty()).isTrue();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void whatIsNotTakenComesFirstNextTime() throws IOException {
        try (Spool spool = open(10_000)) {
            List<String> given = append(spool, 30);
            assertThat(drain(spool, 17)).isEqualTo(given.subList(0, 17));
            assertThat(spool.size()).isEqualTo(13);
            given.addAll(append(spool, 3));
            assertThat(drain(spool, Integer.MAX_VALUE)).isEqualTo(given.subList(17, 33));
        }
    }

    @Test
    void anEarlierProcessLeavesItsEntriesAndItsTornEndIsNotRead() throws IOException {
        List<String> given;
        try (Spool spool = open(10_000)) {
            given = append(spool, 4);
        }
        Files.write(files().getLast(), new byte[] {0, 0, 0, 9, 1, 2}, StandardOpenOption.APPEND);
        try (Spool spool = open(10_000)) {
            given.addAll(append(spool, 4));
            assertThat(spool.size()).isEqualTo(8);
            assertThat(drain(spool, Integer.MAX_VALUE)).isEqualTo(given);
        }
    }

    @Test
    void takesNoMoreThanItsCapacity() throws IOException {
        try (Spool spool = open(100)) {
            assertThat(spool.append(new byte[80])).isTrue();
            assertThat(spool.append(new byte[80])).isFalse();
            drain(spool, 1);
            assertThat(spool.append(new byte[80])).isTrue();
        }
    }

    @Test
    void losesNothingWhileManyThreadsAppendAndOneDrains() throws Exception {
        List<String> taken = new ArrayList<>();
        try (Spool spool = open(1_000_000);
                var threads = Executors.newFixedThreadPool(8)) {
            var appends = IntStream.range(0, 400)
                    .mapToObj(n -> threads.submit(() -> spool.append(bytes("c" + n))))
                    .toList();
            while (taken.size() < 400) {
                taken.addAll(drain(spool, Integer.MAX_VALUE));
            }
            for (var append : appends) {
                assertThat(append.get()).isTrue();
            }
        }
        assertThat(taken).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void whatWasAcknowledgedBeforeAKillIsThere() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (var answers = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == 200) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).isEqualTo(137);
        try (Spool spool = open(Long.MAX_VALUE)) {
            assertThat(drain(spool, Integer.MAX_VALUE)).startsWith(acknowledged.toArray(String[]::new));
        }
    }

    /** Appends and says so until it is killed. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws IOException {
            try (Spool spool = Spool.open(Path.of(arguments[0]), Long.MAX_VALUE, 1000)) {
                for (int n = 0; spool.append(bytes("k" + n)); n++) {
                    System.out.println("k" + n);
                }
            }
        }
    }

    private Spool open(long capacity) throws IOException {
        return Spool.open(folder, capacity, SMALL);
    }

    private static List<String> append(Spool spool, int count) {
        List<String> given = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            given.add("e" + spool.size() + "-" + n);
            assertThat(spool.append(bytes(given.getLast()))).isTrue();
        }
        return given;
    }

    private static List<String> drain(Spool spool, int most) throws IOException {
        List<String> taken = new ArrayList<>();
        spool.drain(entries -> {
            List<byte[]> some = entries.subList(0, Math.min(entries.size(), Math.min(7, most - taken.size())));
            some.forEach(entry -> taken.add(new String(entry, StandardCharsets.UTF_8)));
            return some.size();
        });
        return taken;
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
