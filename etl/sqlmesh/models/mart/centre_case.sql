MODEL (
  name mart.centre_case,
  kind VIEW,
  description 'Cases of service centres, with the place of the centre and the home of the worker it is about, if any: one row per case. days_open runs to the last business day while a case is open',
  grain (case_id),
  audits (whole_row_per(columns := (case_id), filled := (case_id, centre_id, opened_date)))
);

select
  k.case_id as case_id,
  k.centre_id as centre_id,
  k.worker_id as worker_id,
  k.opened_at as opened_at,
  cast(k.opened_at as date) as opened_date,
  k.closed_at as closed_at,
  cast(k.closed_at as date) as closed_date,
  k.closed_at is null as is_open,
  cast(
    greatest(cast(coalesce(k.closed_at, cast(x.as_of_date as timestamp)) as date) - cast(k.opened_at as date), 0) as integer
  ) as days_open,
  k.kind as kind,
  k.result as result,
  h.village_code as village_code,
  h.township_code as township_code,
  h.county_code as county_code,
  h.prefecture_code as prefecture_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id,
  w.destination_province as destination_province,
  w.destination_city as destination_city
from staging.centre_case as k
cross join staging.context as x
left join mart.dim_worker as h on h.worker_id = k.worker_id
left join staging.service_centre as c on c.centre_id = k.centre_id
left join core.work_place as w on w.code = c.city_code
