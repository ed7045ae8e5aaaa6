MODEL (
  name core.region_path,
  kind EMBEDDED,
  description 'Each region with its ancestors by level, from parent codes alone: one row per region',
  grain (code)
);

select
  r0.code as code,
  r0.level as level,
  @ancestor('village') as village_code,
  @ancestor('township') as township_code,
  @ancestor('county') as county_code,
  @ancestor('prefecture') as prefecture_code
from staging.region as r0
left join staging.region as r1 on r1.code = r0.parent_code
left join staging.region as r2 on r2.code = r1.parent_code
left join staging.region as r3 on r3.code = r2.parent_code
