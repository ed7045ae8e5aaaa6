MODEL (
  name staging.visit,
  kind EMBEDDED,
  description 'Visits of both sources in one shape, positions as their source declared them: one row per delivery of a visit',
  grain (visit_id)
);

select
  cast(visit_id as varchar) as visit_id,
  cast(visit_no as varchar) as visit_no,
  cast(staff_id as varchar) as staff_id,
  cast(household_id as varchar) as household_id,
  cast(customer_id as varchar) as customer_id,
  cast(started_at as timestamp) as started_at,
  cast(ended_at as timestamp) as ended_at,
  cast(started_at as date) as visit_date,
  cast(lon as double) as source_lon,
  cast(lat as double) as source_lat,
  cast(crs as varchar) as crs,
  cast(accuracy_m as double) as accuracy_m,
  cast(is_mock as boolean) as is_mock,
  cast(purpose as varchar) as purpose,
  cast(result as varchar) as result,
  cast(satisfaction as integer) as satisfaction,
  cast(photo_count as integer) as photo_count,
  cast(note as varchar) as note,
  cast(device_time as timestamp) as device_time,
  cast(null as timestamp) as received_at
from raw.visit
union all
select
  cast(v.visit_id as varchar) as visit_id,
  cast(v.visit_no as varchar) as visit_no,
  cast(v.staff_id as varchar) as staff_id,
  cast(v.household_id as varchar) as household_id,
  cast(v.customer_id as varchar) as customer_id,
  cast(v.started_at as timestamp) as started_at,
  cast(v.ended_at as timestamp) as ended_at,
  cast(v.started_at as date) as visit_date,
  cast(v.lon as double) as source_lon,
  cast(v.lat as double) as source_lat,
  cast('WGS-84' as varchar) as crs,
  cast(v.accuracy_m as double) as accuracy_m,
  cast(v.is_mock as boolean) as is_mock,
  cast(v.purpose as varchar) as purpose,
  cast(v.result as varchar) as result,
  cast(v.satisfaction as integer) as satisfaction,
  cast(coalesce(p.photo_count, 0) as integer) as photo_count,
  cast(v.note as varchar) as note,
  cast(v.device_time as timestamp) as device_time,
  cast(v.received_at as timestamp) as received_at
from raw.ops_visit as v
left join (
  select visit_id, count(*) as photo_count from raw.ops_photo group by visit_id
) as p on p.visit_id = v.visit_id
