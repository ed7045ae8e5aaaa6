MODEL (
  name core.fct_visit,
  kind VIEW,
  description 'Visits with the organisation of the manager on that day, the place and group of the household, position in WGS-84 (to a tenth of a metre), its distance to the household and to the manager''s own branch, and what the phone said of itself: one row per visit. A view: who counts reads a few columns, who publishes reads all once',
  grain (visit_id),
  audits (delivered_once)
);

with sourced as (
  select
    v.visit_id, v.visit_no, v.visit_date, v.started_at, v.ended_at, v.staff_id, v.household_id, v.customer_id,
    v.purpose, v.result, v.satisfaction, v.accuracy_m, v.is_mock, v.photo_count, v.note, v.crs,
    v.device_time, v.received_at,
    v.source_lon, v.source_lat,
    case when v.crs = 'GCJ-02' then v.source_lon - @gcj_east(v.source_lon, v.source_lat) else v.source_lon end as near_lon,
    case when v.crs = 'GCJ-02' then v.source_lat - @gcj_north(v.source_lon, v.source_lat) else v.source_lat end as near_lat
  from staging.visit as v
),
placed as (
  -- a second step from the nearer point leaves an error of centimetres
  select
    s.visit_id, s.visit_no, s.visit_date, s.started_at, s.ended_at, s.staff_id, s.household_id, s.customer_id,
    s.purpose, s.result, s.satisfaction, s.accuracy_m, s.is_mock, s.photo_count, s.note, s.device_time, s.received_at,
    case when s.crs = 'GCJ-02' then s.source_lon - @gcj_east(s.near_lon, s.near_lat) else s.source_lon end as lon,
    case when s.crs = 'GCJ-02' then s.source_lat - @gcj_north(s.near_lon, s.near_lat) else s.source_lat end as lat
  from sourced as s
)
select
  v.visit_id as visit_id,
  v.visit_no as visit_no,
  v.visit_date as visit_date,
  v.started_at as started_at,
  v.ended_at as ended_at,
  cast(round((epoch(v.ended_at) - epoch(v.started_at)) / 60.0, 2) as double) as dwell_minutes,
  v.staff_id as staff_id,
  coalesce(p.branch_id, h.branch_id) as branch_id,
  coalesce(p.entity_id, b.entity_id) as entity_id,
  v.household_id as household_id,
  v.customer_id as customer_id,
  h.customer_group as customer_group,
  r.village_code as village_code,
  r.township_code as township_code,
  r.county_code as county_code,
  r.prefecture_code as prefecture_code,
  v.purpose as purpose,
  v.result as result,
  v.satisfaction as satisfaction,
  round(v.lon, 6) as lon,
  round(v.lat, 6) as lat,
  v.accuracy_m as accuracy_m,
  cast(round(@metres(v.lon, v.lat, h.lon, h.lat), 1) as double) as distance_m,
  v.is_mock as is_mock,
  v.photo_count as photo_count,
  v.note as note,
  v.device_time as device_time,
  v.received_at as received_at,
  h.lon as home_lon,
  h.lat as home_lat,
  cast(round(@metres(v.lon, v.lat, o.lon, o.lat), 1) as double) as office_m
from placed as v
left join staging.household as h on h.household_id = v.household_id
left join core.region_path as r on r.code = h.village_code
left join staging.branch as b on b.branch_id = h.branch_id
left join core.post_on_day as p
  on p.staff_id = v.staff_id and v.visit_date >= p.from_date and v.visit_date < p.to_date
left join staging.branch as o on o.branch_id = coalesce(p.branch_id, h.branch_id)
