package io.penstock.benchmarks.identity;

import io.penstock.identity.core.rules.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up people of whom the truth is known: skewed activity, one to four devices each, cookies that are lost, up to
 * three addresses; and what goes wrong with them: family devices, kiosks, team mailboxes, recycled phone numbers, test
 * addresses, junk ids, addresses of somebody else. The rates are assumptions, not customer data. The same seed tells
 * the same story.
 */
public final class Crowd {
    /** @param person who it really was */
    public record Sighting(int person, List<Identifier> identifiers) {}

    private static final List<String> JUNK_ADDRESSES =
            List.of("test@test.com", "a@a.com", "noreply@shop.example", "none@none.example", "x@x.example");
    private static final List<String> JUNK_IDS = List.of("undefined", "0", "guest", "demo-user", "12345");

    private final Random random;
    private final int people;
    private final int[] cookies;
    private final Map<Identifier, Integer> owners = new HashMap<>();
    private final long halfTime;
    private long told;

    /** @param observations how many are going to be asked for; phones change hands half-way */
    public Crowd(long seed, int people, long observations) {
        this.random = new Random(seed);
        this.people = people;
        this.cookies = new int[people];
        this.halfTime = observations / 2;
    }

    /** The next observation; never without an identifier. */
    public Sighting next() {
        told++;
        int person = (int) (people * Math.pow(random.nextDouble(), 1.8));
        boolean signsUp = person % 5 < 2;
        List<Identifier> seen = new ArrayList<>();
        double kind = random.nextDouble();
        if (kind < 0.06) {
            seen.add(address(person));
            return new Sighting(person, seen);
        }
        if (happens(0.04)) {
            cookies[person]++;
        }
        seen.add(own(person, "anonymous_id", "a" + person + "-" + cookies[person]));
        if (happens(0.5)) {
            seen.add(device(person));
        }
        if (signsUp && kind < 0.45) {
            seen.add(
                    happens(0.0004)
                            ? new Identifier("user_id", JUNK_IDS.get(random.nextInt(JUNK_IDS.size())))
                            : own(person, "user_id", "u" + person));
            if (happens(0.4)) {
                seen.add(address(person));
            }
            if (happens(0.1)) {
                seen.add(phone(person));
            }
            if (person % 4 == 0 && happens(0.1)) {
                seen.add(own(person, "crm_id", "crm" + person));
            }
        } else if (happens(0.02)) {
            seen.add(address(person));
        }
        return new Sighting(person, seen);
    }

    /** Whose an identifier really is; nothing for what is shared, changes hands or is nobody's. */
    public Map<Identifier, Integer> owners() {
        return owners;
    }

    private boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    private Identifier own(int person, String type, String value) {
        Identifier identifier = new Identifier(type, value);
        owners.put(identifier, person);
        return identifier;
    }

    private Identifier address(int person) {
        double which = random.nextDouble();
        if (which < 0.0006) {
            return new Identifier("email", JUNK_ADDRESSES.get(random.nextInt(JUNK_ADDRESSES.size())));
        }
        if (which < 0.0011) {
            int other = random.nextInt(people);
            return own(other, "email", "p" + other + ".0@mail.example");
        }
        if (person % 100 == 7 && which < 0.3) {
            return new Identifier("email", "team" + person / 2000 + "@office.example");
        }
        int number = random.nextInt(1 + person % 3);
        return own(person, "email", "p" + person + "." + number + "@mail.example");
    }

    private Identifier device(int person) {
        if (happens(0.0005)) {
            return new Identifier("device_id", "kiosk" + random.nextInt(20));
        }
        if (person % 33 == 1 && happens(0.5)) {
            return new Identifier("device_id", "family" + person / 66);
        }
        return own(person, "device_id", "d" + person + "-" + random.nextInt(1 + person % 4));
    }

    /** One number in ten is somebody else's in the second half. */
    private Identifier phone(int person) {
        boolean recycled = person % 10 == 0 && told > halfTime;
        int holder = recycled ? (person + 10) % people : person;
        Identifier phone = new Identifier("phone", "+4366412" + (100_000_000L + holder));
        if (person % 10 != 0) {
            owners.put(phone, person);
        }
        return phone;
    }
}
