package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Observations of made-up people: logins, up to three addresses each, own and shared devices, cookies, one kiosk, some
 * junk. The same seed tells the same story.
 */
public final class RandomPeople {
    private RandomPeople() {}

    /** One observation of one of {@code people} people; never without a usable identifier. */
    public static Observation observation(Random random, long offset, int people) {
        int person = (int) (people * Math.pow(random.nextDouble(), 1.6));
        return new Observation(
                "record-" + offset,
                "people",
                Fold.START.plus(Duration.ofMinutes(random.nextInt(100_000))),
                identifiers(random, person));
    }

    private static List<Identifier> identifiers(Random random, int person) {
        List<Identifier> seen = new ArrayList<>();
        seen.add(new Identifier("anonymous_id", "a" + person + "-" + random.nextInt(4)));
        if (random.nextInt(3) == 0) {
            seen.add(new Identifier("customer_id", "c" + person));
        }
        if (random.nextInt(3) == 0) {
            seen.add(new Identifier("email", "P" + person + "." + random.nextInt(3) + "@example.org"));
        }
        if (random.nextInt(2) == 0) {
            seen.add(new Identifier("device_id", "d" + person / 2));
        }
        if (random.nextInt(40) == 0) {
            seen.add(new Identifier("device_id", "kiosk"));
        }
        if (random.nextInt(60) == 0) {
            seen.add(new Identifier("customer_id", "undefined"));
        }
        return seen;
    }
}
