CREATE SCHEMA IF NOT EXISTS `penstock`.`identity`;

CREATE TABLE IF NOT EXISTS `penstock`.`identity`.`profile_links` (
  `profile_id` STRING COMMENT 'Profile; one row per profile',
  `event_date` DATE COMMENT 'Day the profile was created in UTC; partition',
  `status` STRING COMMENT 'ACTIVE, or MERGED into another',
  `merged_into` STRING COMMENT 'Profile it became part of',
  `merged_from` ARRAY<STRING> COMMENT 'Profiles it absorbed',
  `identifiers` ARRAY<STRUCT<type: STRING, value: STRING, source: STRING>> COMMENT 'Identifiers it has now, personal data',
  `version` BIGINT COMMENT 'Number of its published states; the highest stays',
  `log_offset` BIGINT COMMENT 'Place in the identity log',
  `decision_id` STRING COMMENT 'Decision behind this state; joins decisions.decision_id',
  `created_at` TIMESTAMP COMMENT 'When the profile was created',
  `updated_at` TIMESTAMP COMMENT 'When this state was published',
  `workspace` STRING COMMENT 'Workspace of the project'
) USING DELTA PARTITIONED BY (`event_date`)
TBLPROPERTIES ('delta.autoOptimize.optimizeWrite' = 'true', 'delta.autoOptimize.autoCompact' = 'true');

MERGE INTO `penstock`.`identity`.`profile_links` AS t
USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<`profile_id`: STRING, `event_date`: DATE, `status`: STRING, `merged_into`: STRING, `merged_from`: ARRAY<STRING>, `identifiers`: ARRAY<STRUCT<type: STRING, value: STRING, source: STRING>>, `version`: BIGINT, `log_offset`: BIGINT, `decision_id`: STRING, `created_at`: TIMESTAMP, `updated_at`: TIMESTAMP, `workspace`: STRING>>', map('mode', 'FAILFAST')))) AS s
ON t.`profile_id` = s.`profile_id` AND t.`event_date` = s.`event_date` AND t.`event_date` >= CAST(? AS DATE)
WHEN MATCHED AND s.`version` > t.`version` THEN UPDATE SET `profile_id` = s.`profile_id`, `event_date` = s.`event_date`, `status` = s.`status`, `merged_into` = s.`merged_into`, `merged_from` = s.`merged_from`, `identifiers` = s.`identifiers`, `version` = s.`version`, `log_offset` = s.`log_offset`, `decision_id` = s.`decision_id`, `created_at` = s.`created_at`, `updated_at` = s.`updated_at`, `workspace` = s.`workspace`
WHEN NOT MATCHED THEN INSERT (`profile_id`, `event_date`, `status`, `merged_into`, `merged_from`, `identifiers`, `version`, `log_offset`, `decision_id`, `created_at`, `updated_at`, `workspace`) VALUES (s.`profile_id`, s.`event_date`, s.`status`, s.`merged_into`, s.`merged_from`, s.`identifiers`, s.`version`, s.`log_offset`, s.`decision_id`, s.`created_at`, s.`updated_at`, s.`workspace`);
