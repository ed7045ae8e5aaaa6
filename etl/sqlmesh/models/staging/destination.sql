MODEL (
  name staging.destination,
  kind EMBEDDED,
  description 'Provinces and cities people go to work in: one row per place',
  grain (code)
);

select
  cast(code as varchar) as code,
  cast(level as varchar) as level,
  cast(name as varchar) as name,
  cast(short_name as varchar) as short_name,
  cast(name_en as varchar) as name_en,
  cast(parent_code as varchar) as parent_code,
  cast(lon as double) as lon,
  cast(lat as double) as lat
from raw.destination
