CREATE SCHEMA IF NOT EXISTS `penstock`.`identity`;

CREATE TABLE IF NOT EXISTS `penstock`.`identity`.`decisions` (
  `decision_id` STRING COMMENT 'Id of the decision; a replay of the log gives the same',
  `event_date` DATE COMMENT 'Day of the decision in UTC; partition',
  `kind` STRING COMMENT 'CREATE, ADD, MERGE, SPLIT and so on',
  `rule` STRING COMMENT 'Rule that decided, in words of identity.yaml',
  `profile_id` STRING COMMENT 'Profile after the decision',
  `profiles_before` ARRAY<STRING> COMMENT 'Profiles involved, survivor first',
  `profiles_after` ARRAY<STRING> COMMENT 'Profiles that resulted, the one that kept its id first',
  `pipeline` STRING COMMENT 'Pipeline whose record caused it, if a record did',
  `record_id` STRING COMMENT 'Record that caused it',
  `row_key` STRING COMMENT 'Key of the source row',
  `table_version` BIGINT COMMENT 'Version of the source table',
  `command_id` STRING COMMENT 'Command that caused it, if a command did',
  `author` STRING COMMENT 'Who gave the command',
  `log_offset` BIGINT COMMENT 'Place in the identity log',
  `config_version` BIGINT COMMENT 'Version of the identity configuration',
  `at` TIMESTAMP COMMENT 'When it was decided',
  `decision` STRING COMMENT 'The whole decision as JSON, identifiers included: personal data',
  `workspace` STRING COMMENT 'Workspace of the project'
) USING DELTA PARTITIONED BY (`event_date`)
TBLPROPERTIES ('delta.autoOptimize.optimizeWrite' = 'true', 'delta.autoOptimize.autoCompact' = 'true');

MERGE INTO `penstock`.`identity`.`decisions` AS t
USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<`decision_id`: STRING, `event_date`: DATE, `kind`: STRING, `rule`: STRING, `profile_id`: STRING, `profiles_before`: ARRAY<STRING>, `profiles_after`: ARRAY<STRING>, `pipeline`: STRING, `record_id`: STRING, `row_key`: STRING, `table_version`: BIGINT, `command_id`: STRING, `author`: STRING, `log_offset`: BIGINT, `config_version`: BIGINT, `at`: TIMESTAMP, `decision`: STRING, `workspace`: STRING>>', map('mode', 'FAILFAST')))) AS s
ON t.`decision_id` = s.`decision_id` AND t.`event_date` = s.`event_date` AND t.`event_date` >= CAST(? AS DATE)
WHEN NOT MATCHED THEN INSERT (`decision_id`, `event_date`, `kind`, `rule`, `profile_id`, `profiles_before`, `profiles_after`, `pipeline`, `record_id`, `row_key`, `table_version`, `command_id`, `author`, `log_offset`, `config_version`, `at`, `decision`, `workspace`) VALUES (s.`decision_id`, s.`event_date`, s.`kind`, s.`rule`, s.`profile_id`, s.`profiles_before`, s.`profiles_after`, s.`pipeline`, s.`record_id`, s.`row_key`, s.`table_version`, s.`command_id`, s.`author`, s.`log_offset`, s.`config_version`, s.`at`, s.`decision`, s.`workspace`);
