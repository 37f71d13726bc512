package io.penstock.benchmarks.identity;

import io.penstock.identity.core.rules.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Observations to measure with, one after the other; the same calls tell the same story. */
@FunctionalInterface
public interface Story {
    /** The identifiers of the next observation; at least one. */
    List<Identifier> next();

    /** People who come again and again: after a while most of what is seen is known. */
    static Story ofACrowd(int people, long observations) {
        Crowd crowd = new Crowd(1, people, observations);
        return () -> crowd.next().identifiers();
    }

    /** Every observation changes somebody: one in four is a new person, the others bring one more cookie. */
    static Story ofNewcomers(String prefix) {
        int[] told = {0};
        return () -> {
            int number = told[0]++;
            int person = number / 4;
            Identifier cookie = new Identifier("anonymous_id", prefix + "-a" + number);
            Identifier user = new Identifier("user_id", prefix + "-u" + person);
            return number % 4 == 0
                    ? List.of(user, new Identifier("email", prefix + person + "@mail.example"), cookie)
                    : List.of(user, cookie);
        };
    }

    /** Every observation is a new person with ten identifiers. */
    static Story ofStrangers() {
        int[] told = {0};
        return () -> {
            int number = told[0]++;
            List<Identifier> all = new ArrayList<>(List.of(
                    new Identifier("user_id", "u" + number),
                    new Identifier("email", "p" + number + "@mail.example"),
                    new Identifier("crm_id", "crm" + number)));
            for (int i = 0; i < 4; i++) {
                all.add(new Identifier("device_id", "d" + number + "-" + i));
            }
            for (int i = 0; i < 3; i++) {
                all.add(new Identifier("anonymous_id", "a" + number + "-" + i));
            }
            return all;
        };
    }
}
