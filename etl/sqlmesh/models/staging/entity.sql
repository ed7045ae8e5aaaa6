MODEL (
  name staging.entity,
  kind EMBEDDED,
  description 'Legal entities: one row per entity',
  grain (entity_id)
);

select
  cast(entity_id as varchar) as entity_id,
  cast(name as varchar) as name,
  cast(short_name as varchar) as short_name,
  cast(name_en as varchar) as name_en,
  cast(kind as varchar) as kind,
  cast(seat_county_code as varchar) as seat_county_code,
  cast(lon as double) as lon,
  cast(lat as double) as lat
from raw.entity
