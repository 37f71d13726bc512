package io.penstock.identity.core;

import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Observations, orders and rules on few values, so that everything collides. The same seed tells the same story. */
public final class RandomOrders {
    private static final List<String> TYPES = List.of("login", "email", "phone", "device", "cookie");

    private final Random random;

    public RandomOrders(Random random) {
        this.random = random;
    }

    public Order order() {
        return switch (random.nextInt(8)) {
            case 0 -> new Order.Link(identifier(), identifier());
            case 1, 2 -> new Order.Unlink(identifier());
            case 3, 4 -> new Order.Split(identifiers(1 + random.nextInt(3)));
            case 5 -> new Order.CannotLink(identifier(), identifier());
            case 6 -> new Order.Erase(identifier());
            default -> new Order.Block(random.nextInt(3) == 0 ? identifier() : new Identifier("cookie", "junk"));
        };
    }

    /** At least one. */
    public List<Identifier> identifiers(int most) {
        List<Identifier> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(identifier());
        }
        return some.stream().distinct().toList();
    }

    private Identifier identifier() {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        return new Identifier(type, type + random.nextInt(8));
    }

    /** Every way at the limit, small limits. */
    public Rules rules() {
        List<IdentifierType> types = new ArrayList<>();
        for (String name : TYPES) {
            Strength strength = random.nextInt(3) == 0 ? Strength.WEAK : Strength.STRONG;
            AtLimit atLimit = switch (random.nextInt(4)) {
                case 0 -> AtLimit.EVICT_OLDEST;
                case 1 -> strength == Strength.WEAK ? AtLimit.TRANSFER : AtLimit.REJECT;
                default -> AtLimit.REJECT;
            };
            types.add(new IdentifierType(
                    name,
                    strength,
                    1 + random.nextInt(4),
                    Optional.<Duration>empty(),
                    atLimit,
                    Normalisation.TRIM,
                    Optional.empty()));
        }
        AfterErase afterErase = random.nextBoolean() ? AfterErase.REFUSE : AfterErase.FRESH;
        return Rules.of(types, Map.of(), new Limits(12, 6, 32, 1 + random.nextInt(6)), afterErase);
    }
}
