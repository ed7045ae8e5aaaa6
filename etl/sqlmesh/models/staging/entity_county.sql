MODEL (
  name staging.entity_county,
  kind EMBEDDED,
  description 'The one entity that serves a county: one row per county',
  grain (county_code)
);

select
  cast(entity_id as varchar) as entity_id,
  cast(county_code as varchar) as county_code
from raw.entity_county
