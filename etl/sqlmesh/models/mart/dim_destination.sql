MODEL (
  name mart.dim_destination,
  kind VIEW,
  description 'Provinces and cities people go to work in, with the province, the city and the centre that serves it, the remote desk where none does: one row per place',
  grain (code),
  audits (whole_row_per(columns := (code), filled := (code, level, name)))
);

select
  d.code as code,
  d.level as level,
  d.name as name,
  coalesce(d.short_name, d.name) as short_name,
  d.name_en as name_en,
  d.parent_code as parent_code,
  d.lon as lon,
  d.lat as lat,
  w.destination_province as destination_province,
  w.destination_city as destination_city,
  w.centre_id as centre_id
from staging.destination as d
left join core.work_place as w on w.code = d.code
