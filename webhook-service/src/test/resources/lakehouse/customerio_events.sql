CREATE SCHEMA IF NOT EXISTS `penstock`.`engagement`;

CREATE TABLE IF NOT EXISTS `penstock`.`engagement`.`customerio_events` (
  `event_id` STRING,
  `event_date` DATE,
  `metric` STRING,
  `object_type` STRING,
  `occurred_at` TIMESTAMP,
  `received_at` TIMESTAMP,
  `person_id` STRING,
  `email` STRING,
  `cio_id` STRING,
  `delivery_id` STRING,
  `campaign_id` BIGINT,
  `trigger_event_id` STRING,
  `href` STRING,
  `human` BOOLEAN,
  `payload` STRING,
  `workspace` STRING
) USING DELTA PARTITIONED BY (`event_date`);

MERGE INTO `penstock`.`engagement`.`customerio_events` AS t
USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<`event_id`: STRING, `event_date`: DATE, `metric`: STRING, `object_type`: STRING, `occurred_at`: TIMESTAMP, `received_at`: TIMESTAMP, `person_id`: STRING, `email`: STRING, `cio_id`: STRING, `delivery_id`: STRING, `campaign_id`: BIGINT, `trigger_event_id`: STRING, `href`: STRING, `human`: BOOLEAN, `payload`: STRING, `workspace`: STRING>>', map('mode', 'FAILFAST')))) AS s
ON t.`event_id` = s.`event_id` AND t.`event_date` = s.`event_date` AND t.`event_date` >= CAST(? AS DATE)
WHEN NOT MATCHED THEN INSERT (`event_id`, `event_date`, `metric`, `object_type`, `occurred_at`, `received_at`, `person_id`, `email`, `cio_id`, `delivery_id`, `campaign_id`, `trigger_event_id`, `href`, `human`, `payload`, `workspace`) VALUES (s.`event_id`, s.`event_date`, s.`metric`, s.`object_type`, s.`occurred_at`, s.`received_at`, s.`person_id`, s.`email`, s.`cio_id`, s.`delivery_id`, s.`campaign_id`, s.`trigger_event_id`, s.`href`, s.`human`, s.`payload`, s.`workspace`);
