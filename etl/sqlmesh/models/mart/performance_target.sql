MODEL (
  name mart.performance_target,
  kind VIEW,
  description 'Targets of a year: one row per unit, indicator and year',
  grain (level, unit_id, indicator, year),
  audits (one_row_per(columns := (level, unit_id, indicator, year)))
);

select level, unit_id, indicator, year, target from staging.performance_target
