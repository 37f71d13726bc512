package io.penstock.benchmarks.identity;

import io.penstock.identity.core.rules.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up people of whom the truth is known, two to four identifiers at a time. Few are seen often, most rarely. 40 %
 * sign up some time; they have one to three addresses, one in four also ids in the CRM and in billing. One in twenty
 * only ever reads a newsletter. Everybody has one to four devices, each with a cookie that is lost in 4 % of sightings.
 *
 * <p>What goes wrong: 3 % share a family device, there are 20 kiosks, half a per cent have a mailbox for their team of
 * five, one phone number in a hundred is somebody else's in the second half; of the addresses given 0.06 % are junk and
 * 0.05 % somebody else's, of the user ids 0.04 % are junk. The rates are assumptions, not customer data. The same
 * arguments tell the same story.
 */
public final class Crowd {
    /** @param person who it really was */
    public record Sighting(int person, List<Identifier> identifiers) {}

    /** How junk is written. */
    public enum Junk {
        /** As people do: some of it is on lists. */
        TYPICAL,
        /** The same junk, in a way that no list knows. */
        UNHEARD_OF
    }

    private static final int DEVICES = 4;
    private static final int KIOSKS = 20;
    private static final int HOUSEHOLD = 66;
    private static final int TEAM = 1000;
    private static final List<String> JUNK_ADDRESSES =
            List.of("test@test.com", "a@a.com", "noreply@shop.example", "none@none.example", "x@x.example");
    private static final List<String> JUNK_IDS = List.of("undefined", "0", "guest", "demo-user", "12345");

    private final Random random;
    private final int people;
    private final Junk junk;
    private final int[] sightings;
    private final short[] cookies;
    private final int[] familyCookies;
    private final int[] kioskCookies = new int[KIOSKS];
    private final Map<Identifier, Integer> owners = new HashMap<>();
    private final long halfTime;
    private long told;

    /** @param observations how many are going to be asked for; phones change hands half-way */
    public Crowd(long seed, int people, long observations) {
        this(seed, people, observations, Junk.TYPICAL);
    }

    /** @param observations how many are going to be asked for; phones change hands half-way */
    public Crowd(long seed, int people, long observations, Junk junk) {
        this.random = new Random(seed);
        this.people = people;
        this.junk = junk;
        this.sightings = new int[people];
        this.cookies = new short[people * DEVICES];
        this.familyCookies = new int[people / HOUSEHOLD + 1];
        this.halfTime = observations / 2;
    }

    /** The next observation. */
    public Sighting next() {
        told++;
        int person = (int) (people * Math.pow(random.nextDouble(), 1.8));
        sightings[person]++;
        int sinceSignUp = person % 5 < 2 ? sightings[person] - 1 - person / 5 % 6 : -1;
        List<Identifier> seen = new ArrayList<>(4);
        if (sinceSignUp > 0 && isInBooks(person) && happens(0.04)) {
            booked(person, seen);
            return new Sighting(person, seen);
        }
        browser(person, seen);
        if (sinceSignUp == 0) {
            seen.add(userId(person));
            seen.add(address(person));
        } else if (sinceSignUp > 0 && happens(0.4)) {
            seen.add(userId(person));
            if (happens(0.25)) {
                seen.add(address(person));
            } else if (happens(0.1)) {
                phone(person, seen);
            }
        } else if ((sinceSignUp > 0 && happens(0.03)) || (isReader(person) && happens(0.2))) {
            seen.add(address(person));
        }
        return new Sighting(person, seen);
    }

    /** Whose an identifier really is; nothing for what is shared, changes hands or is nobody's. */
    public Map<Identifier, Integer> owners() {
        return owners;
    }

    private static boolean isReader(int person) {
        return person % 20 == 4;
    }

    private static boolean isInBooks(int person) {
        return person / 5 % 4 == 0;
    }

    /** A row of another system, without a browser. */
    private void booked(int person, List<Identifier> seen) {
        if (happens(0.5)) {
            seen.add(own(person, "crm_id", "crm" + person));
            seen.add(address(person));
        } else {
            seen.add(own(person, "stripe_id", "cus_" + person));
            seen.add(userId(person));
        }
    }

    /** A device and the cookie it has now; what several people use is nobody's. */
    private void browser(int person, List<Identifier> seen) {
        boolean lost = happens(0.04);
        if (happens(0.0005)) {
            int kiosk = random.nextInt(KIOSKS);
            kioskCookies[kiosk] += lost ? 1 : 0;
            seen.add(new Identifier("device_id", "kiosk" + kiosk));
            seen.add(new Identifier("anonymous_id", "k" + kiosk + "-" + kioskCookies[kiosk]));
        } else if (person % HOUSEHOLD >= HOUSEHOLD - 2 && happens(0.5)) {
            int family = person / HOUSEHOLD;
            familyCookies[family] += lost ? 1 : 0;
            seen.add(new Identifier("device_id", "family" + family));
            seen.add(new Identifier("anonymous_id", "f" + family + "-" + familyCookies[family]));
        } else {
            int number = happens(0.6) ? 0 : random.nextInt(1 + person % DEVICES);
            int device = person * DEVICES + number;
            cookies[device] += (short) (lost ? 1 : 0);
            seen.add(own(person, "device_id", "d" + device));
            seen.add(own(person, "anonymous_id", "a" + device + "-" + cookies[device]));
        }
    }

    private Identifier userId(int person) {
        return happens(0.0004) ? new Identifier("user_id", junk(JUNK_IDS)) : own(person, "user_id", "u" + person);
    }

    private Identifier address(int person) {
        double which = random.nextDouble();
        if (which < 0.0006) {
            return new Identifier("email", junk(JUNK_ADDRESSES));
        }
        if (which < 0.0011) {
            int other = random.nextInt(people / 5) * 5;
            return own(other, "email", "p" + other + ".0@mail.example");
        }
        int inTeam = person % TEAM;
        if (inTeam % 5 == 0 && inTeam < 25 && happens(0.3)) {
            return new Identifier("email", "team" + person / TEAM + "@office.example");
        }
        int number = happens(0.6) ? 0 : random.nextInt(1 + person % 3);
        return own(person, "email", "p" + person + "." + number + "@mail.example");
    }

    /** Of a hundred numbers one goes, in the second half, to somebody who had none. */
    private void phone(int person, List<Identifier> seen) {
        int inHundred = person % 100;
        boolean later = told > halfTime;
        if (inHundred == 0 && later) {
            seen.add(new Identifier("phone", number(person + 50)));
        } else if (inHundred == 50 && !later) {
            seen.add(new Identifier("phone", number(person)));
        } else if (inHundred != 0 && inHundred != 50) {
            seen.add(own(person, "phone", number(person)));
        }
    }

    private static String number(int person) {
        return "+4366412" + (100_000_000L + person);
    }

    private String junk(List<String> values) {
        String value = values.get(random.nextInt(values.size()));
        return junk == Junk.TYPICAL ? value : "unheard-of." + value;
    }

    private boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    private Identifier own(int person, String type, String value) {
        Identifier identifier = new Identifier(type, value);
        owners.put(identifier, person);
        return identifier;
    }
}
