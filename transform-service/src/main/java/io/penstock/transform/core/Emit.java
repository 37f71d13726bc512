package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;
import java.util.List;
import java.util.Optional;

/** A rule that turns the values of a record into calls. */
public sealed interface Emit {
    /** Names the rule in delivery ids, crossing sides and history; unique in its pipeline. */
    String name();

    /** Whether a call of it needs to know under which address the person is known. */
    default boolean needsAPerson() {
        return switch (this) {
            case Identify ignored -> true;
            case Track ignored -> true;
            case Seen ignored -> true;
            case Thing thing -> thing.isRelated();
            case Relationship ignored -> true;
            case DeletePerson ignored -> true;
            case DeleteThing ignored -> false;
            case If rule -> rule.then().needsAPerson();
        };
    }

    /** Whether it does something when a row is gone. */
    default boolean hearsOfDeletes() {
        return switch (this) {
            case Identify ignored -> false;
            case Track ignored -> false;
            case Seen ignored -> false;
            case Thing thing -> thing.isRelated();
            case Relationship relationship -> relationship.action() == Relationship.Action.SET;
            case DeletePerson ignored -> false;
            case DeleteThing ignored -> false;
            case If rule ->
                rule.when() instanceof Condition.RowDeleted || rule.then().hearsOfDeletes();
        };
    }

    /**
     * Sets attributes of the person.
     *
     * @param unset attributes to remove, whatever the record holds
     */
    record Identify(String name, List<Binding> attributes, List<String> unset) implements Emit {
        public Identify {
            attributes = List.copyOf(attributes);
            unset = List.copyOf(unset);
        }
    }

    /**
     * Sends an event.
     *
     * @param crossing empty: one event per record
     */
    record Track(String name, String event, Optional<Crossing> crossing, List<Binding> properties) implements Emit {
        public Track {
            properties = List.copyOf(properties);
        }
    }

    /**
     * Sends that a page or a screen was seen; nothing if nothing was.
     *
     * @param kind PAGE or SCREEN
     * @param seen its name
     */
    record Seen(String name, Call.Kind kind, ValueExpression seen, List<Binding> properties) implements Emit {
        public Seen {
            properties = List.copyOf(properties);
        }
    }

    /**
     * Sets attributes of a thing, and says that the record's person belongs to it.
     *
     * @param id a record without one is refused, unless the thing is only what its person belongs to
     * @param relation attributes of the relation; empty if the person has nothing to do with it
     */
    record Thing(
            String name,
            String type,
            ValueExpression id,
            List<Binding> attributes,
            List<String> unset,
            Optional<List<Binding>> relation)
            implements Emit {
        public Thing {
            attributes = List.copyOf(attributes);
            unset = List.copyOf(unset);
            relation = relation.map(List::copyOf);
        }

        boolean isRelated() {
            return relation.isPresent();
        }
    }

    /**
     * Says to which things the person belongs, or no more.
     *
     * @param ids one id or a list of them; null says nothing
     */
    record Relationship(String name, Action action, String type, ValueExpression ids, List<Binding> relation)
            implements Emit {
        public Relationship {
            relation = List.copyOf(relation);
        }

        /** What the ids are. */
        public enum Action {
            /** All there are of this row: those that it named before and names no more are removed. */
            SET,
            /** Some; whatever else there is stays. */
            ADD,
            /** Those that end. */
            REMOVE
        }
    }

    /** The person goes. */
    record DeletePerson(String name) implements Emit {}

    /** A thing goes, and with it all relations to it. */
    record DeleteThing(String name, String type, ValueExpression id) implements Emit {}

    /** A rule that applies to some records only. */
    record If(Condition when, Emit then) implements Emit {
        @Override
        public String name() {
            return then.name();
        }
    }
}
