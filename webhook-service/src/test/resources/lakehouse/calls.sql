CREATE SCHEMA IF NOT EXISTS `penstock`.`engagement`;

CREATE TABLE IF NOT EXISTS `penstock`.`engagement`.`calls` (
  `delivery_id` STRING COMMENT 'Our id of the call; one row per id, joins deliveries.delivery_id',
  `event_date` DATE COMMENT 'Day of as_of in UTC; partition',
  `pipeline` STRING COMMENT 'Pipeline that asked for the call',
  `config_version` BIGINT COMMENT 'Version of the pipeline configuration',
  `emit` STRING COMMENT 'Emit rule that asked for it',
  `event` STRING COMMENT 'Event name',
  `profile_id` STRING COMMENT 'Profile of the person',
  `properties` STRING COMMENT 'Properties of the event as JSON: score, model version, whatever the emit names',
  `as_of` TIMESTAMP COMMENT 'When the source says it became true',
  `workspace` STRING COMMENT 'Workspace of the project'
) USING DELTA PARTITIONED BY (`event_date`)
TBLPROPERTIES ('delta.autoOptimize.optimizeWrite' = 'true', 'delta.autoOptimize.autoCompact' = 'true');

MERGE INTO `penstock`.`engagement`.`calls` AS t
USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<`delivery_id`: STRING, `event_date`: DATE, `pipeline`: STRING, `config_version`: BIGINT, `emit`: STRING, `event`: STRING, `profile_id`: STRING, `properties`: STRING, `as_of`: TIMESTAMP, `workspace`: STRING>>', map('mode', 'FAILFAST')))) AS s
ON t.`delivery_id` = s.`delivery_id` AND t.`event_date` = s.`event_date` AND t.`event_date` >= CAST(? AS DATE)
WHEN NOT MATCHED THEN INSERT (`delivery_id`, `event_date`, `pipeline`, `config_version`, `emit`, `event`, `profile_id`, `properties`, `as_of`, `workspace`) VALUES (s.`delivery_id`, s.`event_date`, s.`pipeline`, s.`config_version`, s.`emit`, s.`event`, s.`profile_id`, s.`properties`, s.`as_of`, s.`workspace`);
