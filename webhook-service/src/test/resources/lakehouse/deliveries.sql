CREATE SCHEMA IF NOT EXISTS `penstock`.`engagement`;

CREATE TABLE IF NOT EXISTS `penstock`.`engagement`.`deliveries` (
  `delivery_id` STRING COMMENT 'Our id of the call; one row per id',
  `event_date` DATE COMMENT 'Day of as_of in UTC; partition',
  `kind` STRING COMMENT 'IDENTIFY or TRACK',
  `pipeline` STRING COMMENT 'Pipeline that asked for the call',
  `config_version` BIGINT COMMENT 'Version of the pipeline configuration',
  `emit` STRING COMMENT 'Emit rule that asked for it',
  `destination` STRING COMMENT 'Connection it went to',
  `event` STRING COMMENT 'Event name of a track call',
  `status` STRING COMMENT 'ACCEPTED, REJECTED or GIVEN_UP: the last word',
  `code` STRING COMMENT 'Stable reason',
  `category` STRING COMMENT 'Who must act',
  `words` ARRAY<STRING> COMMENT 'Reasons of the destination',
  `profile_id` STRING COMMENT 'Profile of the person',
  `person_id_type` STRING COMMENT 'Kind of identifier the person was addressed by',
  `person_id` STRING COMMENT 'Identifier the person was addressed by',
  `source_table` STRING COMMENT 'Table the row came from',
  `table_version` BIGINT COMMENT 'Version of that table the row was read at',
  `commit_version` BIGINT COMMENT 'Version that wrote the row',
  `row_key` STRING COMMENT 'Key of the source row',
  `record_id` STRING COMMENT 'Id of the row change',
  `as_of` TIMESTAMP COMMENT 'When the source says it became true',
  `first_attempt_at` TIMESTAMP COMMENT 'When it was first sent',
  `at` TIMESTAMP COMMENT 'When the last word was spoken',
  `attempts` INT COMMENT 'Requests that carried it',
  `ambiguous` INT COMMENT 'How many of them ended without an answer',
  `workspace` STRING COMMENT 'Workspace of the project'
) USING DELTA PARTITIONED BY (`event_date`)
TBLPROPERTIES ('delta.autoOptimize.optimizeWrite' = 'true', 'delta.autoOptimize.autoCompact' = 'true');

MERGE INTO `penstock`.`engagement`.`deliveries` AS t
USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<`delivery_id`: STRING, `event_date`: DATE, `kind`: STRING, `pipeline`: STRING, `config_version`: BIGINT, `emit`: STRING, `destination`: STRING, `event`: STRING, `status`: STRING, `code`: STRING, `category`: STRING, `words`: ARRAY<STRING>, `profile_id`: STRING, `person_id_type`: STRING, `person_id`: STRING, `source_table`: STRING, `table_version`: BIGINT, `commit_version`: BIGINT, `row_key`: STRING, `record_id`: STRING, `as_of`: TIMESTAMP, `first_attempt_at`: TIMESTAMP, `at`: TIMESTAMP, `attempts`: INT, `ambiguous`: INT, `workspace`: STRING>>', map('mode', 'FAILFAST')))) AS s
ON t.`delivery_id` = s.`delivery_id` AND t.`event_date` = s.`event_date` AND t.`event_date` >= CAST(? AS DATE)
WHEN MATCHED AND s.`at` > t.`at` THEN UPDATE SET `delivery_id` = s.`delivery_id`, `event_date` = s.`event_date`, `kind` = s.`kind`, `pipeline` = s.`pipeline`, `config_version` = s.`config_version`, `emit` = s.`emit`, `destination` = s.`destination`, `event` = s.`event`, `status` = s.`status`, `code` = s.`code`, `category` = s.`category`, `words` = s.`words`, `profile_id` = s.`profile_id`, `person_id_type` = s.`person_id_type`, `person_id` = s.`person_id`, `source_table` = s.`source_table`, `table_version` = s.`table_version`, `commit_version` = s.`commit_version`, `row_key` = s.`row_key`, `record_id` = s.`record_id`, `as_of` = s.`as_of`, `first_attempt_at` = s.`first_attempt_at`, `at` = s.`at`, `attempts` = s.`attempts`, `ambiguous` = s.`ambiguous`, `workspace` = s.`workspace`
WHEN NOT MATCHED THEN INSERT (`delivery_id`, `event_date`, `kind`, `pipeline`, `config_version`, `emit`, `destination`, `event`, `status`, `code`, `category`, `words`, `profile_id`, `person_id_type`, `person_id`, `source_table`, `table_version`, `commit_version`, `row_key`, `record_id`, `as_of`, `first_attempt_at`, `at`, `attempts`, `ambiguous`, `workspace`) VALUES (s.`delivery_id`, s.`event_date`, s.`kind`, s.`pipeline`, s.`config_version`, s.`emit`, s.`destination`, s.`event`, s.`status`, s.`code`, s.`category`, s.`words`, s.`profile_id`, s.`person_id_type`, s.`person_id`, s.`source_table`, s.`table_version`, s.`commit_version`, s.`row_key`, s.`record_id`, s.`as_of`, s.`first_attempt_at`, s.`at`, s.`attempts`, s.`ambiguous`, s.`workspace`);
