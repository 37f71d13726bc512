package io.penstock.ingest.unity;

import io.penstock.ingest.core.catalog.TableDescription.Column;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jboss.logging.Logger;

/**
 * Column facts from the catalog. After a failure it is left alone for a minute, so that a reader that looks every
 * second does not wait for it each time.
 */
final class CatalogFacts implements ColumnFacts {
    private static final Logger LOG = Logger.getLogger(CatalogFacts.class);
    private static final Duration REST = Duration.ofMinutes(1);

    private final UnityCatalog catalog;
    private final InstantSource clock;
    private volatile Instant askAgain = Instant.MIN;

    CatalogFacts(UnityCatalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public Optional<SequencedMap<String, Fact>> columns(String table) {
        TableName name = TableName.parse(table);
        if (name.parts().size() != 3 || clock.instant().isBefore(askAgain)) {
            return Optional.empty();
        }
        try {
            SequencedMap<String, Fact> facts = new LinkedHashMap<>();
            for (Column column : catalog.table(name).columns()) {
                facts.put(column.name(), new Fact(column.id(), column.nullable(), column.type()));
            }
            return facts.isEmpty() ? Optional.empty() : Optional.of(facts);
        } catch (SourceException e) {
            LOG.debugf(
                    "the catalog tells nothing about %s: %s",
                    name.plain(), e.fault().code());
            if (e.fault() != SourceException.Fault.FIX_QUERY) {
                askAgain = clock.instant().plus(REST);
            }
            return Optional.empty();
        }
    }
}
