DROP INDEX spent_values_by_time;
DROP TABLE spent_values;
DROP TABLE instance_secrets;
