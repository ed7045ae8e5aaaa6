MODEL (
  name mart.customer_vote,
  kind VIEW,
  description 'What customers themselves said of visits, by code, with the organisation of the manager on the day of the visit and the place of the household: one row per visit that was voted on. Only visits that phones sent have codes',
  grain (visit_id),
  audits (one_row_per(columns := (visit_id)))
);

select
  v.visit_id as visit_id,
  cast(o.started_at as date) as visit_date,
  o.started_at as started_at,
  v.rating as rating,
  v.voted_at as voted_at,
  o.staff_id as staff_id,
  coalesce(p.branch_id, h.branch_id) as branch_id,
  coalesce(p.entity_id, b.entity_id) as entity_id,
  r.county_code as county_code,
  r.prefecture_code as prefecture_code
from staging.customer_vote as v
inner join raw.ops_visit as o on o.visit_id = v.visit_id
left join staging.household as h on h.household_id = o.household_id
left join core.region_path as r on r.code = h.village_code
left join staging.branch as b on b.branch_id = h.branch_id
left join core.post_on_day as p
  on p.staff_id = o.staff_id and cast(o.started_at as date) >= p.from_date and cast(o.started_at as date) < p.to_date
