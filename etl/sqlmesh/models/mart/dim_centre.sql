MODEL (
  name mart.dim_centre,
  kind VIEW,
  description 'Service centres and the remote desk, with the staff posted there on the last business day: one row per centre',
  grain (centre_id),
  audits (whole_row_per(columns := (centre_id), filled := (centre_id, kind, name)))
);

with posted as (
  select s.centre_id, count(distinct s.staff_id) as staff_count
  from staging.centre_staff as s
  cross join staging.context as c
  where s.valid_from <= c.as_of_date and s.valid_to > c.as_of_date
  group by s.centre_id
)
select
  s.centre_id as centre_id,
  s.kind as kind,
  s.name as name,
  coalesce(s.short_name, s.name) as short_name,
  s.name_en as name_en,
  s.city_code as city_code,
  w.destination_province as province_code,
  s.address as address,
  s.lon as lon,
  s.lat as lat,
  s.opened_date as opened_date,
  s.closed_date as closed_date,
  cast(coalesce(p.staff_count, 0) as integer) as staff_count
from staging.service_centre as s
left join core.work_place as w on w.code = s.city_code
left join posted as p on p.centre_id = s.centre_id
