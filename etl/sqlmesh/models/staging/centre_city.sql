MODEL (
  name staging.centre_city,
  kind EMBEDDED,
  description 'The one centre or desk that serves a city: one row per city',
  grain (city_code)
);

select
  cast(city_code as varchar) as city_code,
  cast(centre_id as varchar) as centre_id
from raw.centre_city
