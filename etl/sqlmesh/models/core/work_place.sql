MODEL (
  name core.work_place,
  kind EMBEDDED,
  description 'Places of work with their province, city and the centre that serves them, the remote desk where none does: one row per destination. A place that is a whole province has no city',
  grain (code)
);

with desk as (
  select min(centre_id) as centre_id from staging.service_centre where kind = 'remote_desk'
)
select
  d.code as code,
  case when d.level = 'province' then d.code else d.parent_code end as destination_province,
  case when d.level = 'province' then null else d.code end as destination_city,
  coalesce(c.centre_id, k.centre_id) as centre_id
from staging.destination as d
cross join desk as k
left join staging.centre_city as c on c.city_code = d.code
