MODEL (
  name mart.dim_entity,
  kind VIEW,
  description 'Legal entities with the place of their seat: one row per entity',
  grain (entity_id),
  audits (whole_row_per(columns := (entity_id), filled := (entity_id, name, county_code)))
);

select
  e.entity_id as entity_id,
  e.name as name,
  e.short_name as short_name,
  e.name_en as name_en,
  e.kind as kind,
  coalesce(r.county_code, e.seat_county_code) as county_code,
  r.prefecture_code as prefecture_code,
  e.lon as lon,
  e.lat as lat,
  i.initials as initials
from staging.entity as e
left join core.region_path as r on r.code = e.seat_county_code
left join staging.initials as i on i.name = e.short_name
