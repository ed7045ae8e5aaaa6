MODEL (
  name staging.service_centre,
  kind EMBEDDED,
  description 'Service centres and the remote desk: one row per centre',
  grain (centre_id)
);

select
  cast(centre_id as varchar) as centre_id,
  cast(kind as varchar) as kind,
  cast(name as varchar) as name,
  cast(short_name as varchar) as short_name,
  cast(name_en as varchar) as name_en,
  cast(city_code as varchar) as city_code,
  cast(address as varchar) as address,
  cast(lon as double) as lon,
  cast(lat as double) as lat,
  cast(opened_date as date) as opened_date,
  cast(closed_date as date) as closed_date
from raw.service_centre
