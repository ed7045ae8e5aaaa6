MODEL (
  name staging.performance_target,
  kind EMBEDDED,
  description 'Targets of a year: one row per unit, indicator and year',
  grain (level, unit_id, indicator, year)
);

select
  cast(level as varchar) as level,
  cast(unit_id as varchar) as unit_id,
  cast(indicator as varchar) as indicator,
  cast(year as integer) as year,
  cast(target as decimal(18,2)) as target
from raw.performance_target
