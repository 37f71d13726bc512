package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TGetCatalogsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetCatalogsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetColumnsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetColumnsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetCrossReferenceReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetCrossReferenceResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetFunctionsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetFunctionsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetInfoReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetInfoResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetInfoType;
import com.databricks.jdbc.model.client.thrift.generated.TGetInfoValue;
import com.databricks.jdbc.model.client.thrift.generated.TGetPrimaryKeysReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetPrimaryKeysResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetSchemasReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetSchemasResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetTableTypesReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetTableTypesResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetTablesReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetTablesResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetTypeInfoReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetTypeInfoResp;
import com.databricks.jdbc.model.client.thrift.generated.TOperationType;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import io.penstock.databricks.sandbox.engine.WarehouseSession;
import java.util.Optional;
import java.util.UUID;

/** The calls that ask what there is. Each answers completely at once, so nothing is kept for it. */
abstract class MetadataCalls extends UnofferedCalls {
    private final MetadataTables tables;

    MetadataCalls(MetadataTables tables) {
        this.tables = tables;
    }

    abstract Optional<WarehouseSession> session(TSessionHandle handle);

    @Override
    public TGetInfoResp GetInfo(TGetInfoReq request) {
        String value = request.getInfoType() == TGetInfoType.CLI_DBMS_VER ? "4.2.0" : "Spark SQL";
        return new TGetInfoResp(Statuses.success(), TGetInfoValue.stringValue(value));
    }

    @Override
    public TGetCatalogsResp GetCatalogs(TGetCatalogsReq request) {
        return new TGetCatalogsResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_CATALOGS))
                .setDirectResults(tables.catalogs().direct());
    }

    @Override
    public TGetSchemasResp GetSchemas(TGetSchemasReq request) {
        ColumnTable found = tables.schemas(
                Optional.ofNullable(request.getCatalogName()), Optional.ofNullable(request.getSchemaName()));
        return new TGetSchemasResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_SCHEMAS))
                .setDirectResults(found.direct());
    }

    @Override
    public TGetTablesResp GetTables(TGetTablesReq request) {
        ColumnTable found = tables.tables(
                Optional.ofNullable(request.getCatalogName()),
                Optional.ofNullable(request.getSchemaName()),
                Optional.ofNullable(request.getTableName()),
                Optional.ofNullable(request.getTableTypes()));
        return new TGetTablesResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_TABLES))
                .setDirectResults(found.direct());
    }

    @Override
    public TGetTableTypesResp GetTableTypes(TGetTableTypesReq request) {
        return new TGetTableTypesResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_TABLE_TYPES))
                .setDirectResults(MetadataTables.tableTypes().direct());
    }

    @Override
    public TGetColumnsResp GetColumns(TGetColumnsReq request) {
        Optional<WarehouseSession> session = session(request.getSessionHandle());
        if (session.isEmpty()) {
            return new TGetColumnsResp(Statuses.unknownSession(Handles.id(request.getSessionHandle())));
        }
        ColumnTable found = tables.columns(
                session.get(),
                Optional.ofNullable(request.getCatalogName()),
                Optional.ofNullable(request.getSchemaName()),
                Optional.ofNullable(request.getTableName()),
                Optional.ofNullable(request.getColumnName()));
        return new TGetColumnsResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_COLUMNS))
                .setDirectResults(found.direct());
    }

    @Override
    public TGetTypeInfoResp GetTypeInfo(TGetTypeInfoReq request) {
        return new TGetTypeInfoResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_TYPE_INFO))
                .setDirectResults(MetadataTables.empty("TYPE_NAME", "#DATA_TYPE", "#PRECISION")
                        .direct());
    }

    @Override
    public TGetFunctionsResp GetFunctions(TGetFunctionsReq request) {
        return new TGetFunctionsResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.GET_FUNCTIONS))
                .setDirectResults(MetadataTables.empty(
                                "FUNCTION_CAT",
                                "FUNCTION_SCHEM",
                                "FUNCTION_NAME",
                                "REMARKS",
                                "#FUNCTION_TYPE",
                                "SPECIFIC_NAME")
                        .direct());
    }

    @Override
    public TGetPrimaryKeysResp GetPrimaryKeys(TGetPrimaryKeysReq request) {
        return new TGetPrimaryKeysResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.UNKNOWN))
                .setDirectResults(MetadataTables.empty(
                                "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "#KEY_SEQ", "PK_NAME")
                        .direct());
    }

    @Override
    public TGetCrossReferenceResp GetCrossReference(TGetCrossReferenceReq request) {
        return new TGetCrossReferenceResp(Statuses.success())
                .setOperationHandle(Handles.operation(UUID.randomUUID(), TOperationType.UNKNOWN))
                .setDirectResults(MetadataTables.empty(
                                "PKTABLE_CAT",
                                "PKTABLE_SCHEM",
                                "PKTABLE_NAME",
                                "PKCOLUMN_NAME",
                                "FKTABLE_CAT",
                                "FKTABLE_SCHEM",
                                "FKTABLE_NAME",
                                "FKCOLUMN_NAME",
                                "#KEY_SEQ",
                                "#UPDATE_RULE",
                                "#DELETE_RULE",
                                "FK_NAME",
                                "PK_NAME",
                                "#DEFERRABILITY")
                        .direct());
    }
}
