package io.penstock.testkit;

import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;

/**
 * A transaction of which partitions know and its coordinator does not: requests of the kind that older clients send, as
 * the producer that holds a transactional id now, past the coordinator. It hangs from the moment at which somebody
 * takes the transactional id anew, which raises the epoch.
 */
public final class ForgottenTransaction {
    private final EmbeddedBroker broker;
    private final String transactionalId;
    private final long producerId;
    private final short epoch;

    private ForgottenTransaction(EmbeddedBroker broker, String transactionalId, TransactionDescription now) {
        this.broker = broker;
        this.transactionalId = transactionalId;
        this.producerId = now.producerId();
        this.epoch = (short) now.producerEpoch();
    }

    /** Somebody must have had the transactional id before, and be done. The broker asks no coordinator from now on. */
    public static ForgottenTransaction of(EmbeddedBroker broker, String transactionalId) throws Exception {
        try (Admin admin = Admin.create(broker.clientSettings())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, "1"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("transaction.partition.verification.enable", "false"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Set<TransactionState> over = EnumSet.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT);
            return new ForgottenTransaction(
                    broker,
                    transactionalId,
                    await().until(() -> now(admin, transactionalId), now -> over.contains(now.state())));
        }
    }

    private static TransactionDescription now(Admin admin, String transactionalId)
            throws ExecutionException, InterruptedException {
        return admin.describeTransactions(List.of(transactionalId))
                .description(transactionalId)
                .get();
    }

    /** One record; waits for the acknowledgement. */
    public void write(TopicPartition partition, String value) throws IOException {
        MemoryRecords records = MemoryRecords.withTransactionalRecords(
                Compression.NONE,
                producerId,
                epoch,
                0,
                new SimpleRecord(System.currentTimeMillis(), null, value.getBytes(StandardCharsets.UTF_8)));
        ProduceRequestData.TopicProduceData topic = new ProduceRequestData.TopicProduceData()
                .setName(partition.topic())
                .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                        .setIndex(partition.partition())
                        .setRecords(records)));
        ProduceRequestData data = new ProduceRequestData()
                .setTransactionalId(transactionalId)
                .setAcks((short) -1)
                .setTimeoutMs(10_000);
        data.topicData().add(topic);
        ask(ProduceRequest.builder(data, true).build(ProduceRequest.LAST_STABLE_VERSION_BEFORE_TRANSACTION_V2));
    }

    /** An offset of a group; waits for the acknowledgement. */
    public void commit(String group, TopicPartition partition, long offset) throws IOException {
        ask(new TxnOffsetCommitRequest.Builder(
                        transactionalId,
                        group,
                        producerId,
                        epoch,
                        Map.of(partition, new TxnOffsetCommitRequest.CommittedOffset(offset, "", Optional.empty())),
                        false)
                .build(TxnOffsetCommitRequest.LAST_STABLE_VERSION_BEFORE_TRANSACTION_V2));
    }

    private void ask(AbstractRequest request) throws IOException {
        String[] address = broker.bootstrap().split(":");
        ApiKeys api = request.apiKey();
        RequestHeader header = new RequestHeader(api, request.version(), "forgetful", 1);
        ByteBuffer bytes = request.serializeWithHeader(header);
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]));
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            Map<Errors, Integer> errors =
                    AbstractResponse.parseResponse(answer, header).errorCounts();
            if (!errors.keySet().equals(Set.of(Errors.NONE))) {
                throw new IllegalStateException(api + " was answered with " + errors);
            }
        }
    }
}
