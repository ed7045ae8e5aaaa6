MODEL (
  name mart.dim_branch,
  kind VIEW,
  description 'Branches with their place: one row per branch',
  grain (branch_id),
  depends_on (mart.dim_entity),
  audits (
    whole_row_per(columns := (branch_id), filled := (branch_id, entity_id, name)),
    refers_to(column := entity_id, parent := mart.dim_entity, parent_column := entity_id)
  )
);

select
  b.branch_id as branch_id,
  b.entity_id as entity_id,
  b.name as name,
  b.name_en as name_en,
  b.township_code as township_code,
  r.county_code as county_code,
  r.prefecture_code as prefecture_code,
  b.address as address,
  b.lon as lon,
  b.lat as lat,
  b.opened_date as opened_date,
  b.closed_date as closed_date,
  i.initials as initials
from staging.branch as b
left join core.region_path as r on r.code = b.township_code
left join staging.initials as i on i.name = b.name
