package io.penstock.local;

import io.penstock.local.stack.House;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** Steps that several commands share: an empty folder, a started stack, the addresses at the end. */
final class Runs {
    private Runs() {}

    static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    static void showReady(Screen screen, String name, Duration needed) {
        screen.say("%-20s ready after %.1f s".formatted(name, needed.toMillis() / 1000.0));
    }

    /** Where to look closer while the stack runs. */
    static void showDoors(Screen screen, House house, Stack stack) {
        screen.heading("Look closer");
        stack.programs().forEach(program -> screen.say("%-20s %s".formatted(program.name(), program.url())));
        screen.say("logs                 " + stack.data().resolve("logs"));
        screen.say("topics               any Kafka client on " + house.ports().bootstrap()
                + "; the catalogue is schemas/…/Topics.java");
        screen.say("SQL prompt           ./penstock sql --port-base "
                + house.ports().base());
        screen.say("one person           curl "
                + io.penstock.local.stack.Ports.url(house.ports().identity())
                + "/v1/identifiers/<type>/<value>?workspace=<workspace>");
        screen.say("what arrived         curl "
                + io.penstock.local.stack.Ports.url(house.ports().customerio()) + "/sandbox/requests");
    }

    /** Blocks until the person presses Enter, input ends for good, or a program dies. */
    static void untilKey(Screen screen, Stack stack) throws InterruptedException, IOException {
        screen.say("");
        screen.say("running; press Enter to stop everything (or, from elsewhere: ./penstock down --data " + stack.data()
                + ")");
        while (true) {
            if (System.in.available() > 0) {
                System.in.read();
                return;
            }
            var dead = stack.firstDead();
            if (dead.isPresent()) {
                if (!Files.exists(stack.data().resolve("stack.json"))) {
                    return; // stopped by ./penstock down
                }
                screen.point(dead.get().program().name() + " has ended; its log: "
                        + dead.get().log());
                return;
            }
            Thread.sleep(Duration.ofMillis(300));
        }
    }
}
