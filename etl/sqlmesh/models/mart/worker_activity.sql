MODEL (
  name mart.worker_activity,
  kind FULL,
  description 'What happened to registered workers and was done for them, at the place where they were then: one row per departure, return or service, and two for a move between cities. At home it is the place left, before the first departure the one gone to',
  depends_on (mart.worker_month),
  audits (
    not_null(columns := (happened_at, activity, worker_id)),
    flows_explain_stocks(stock := mart.worker_month)
  )
);

with gone as (
  select worker_id, happened_at, moved_date, city_code, city_before
  from core.worker_place
  where coalesce(city_code, '') <> coalesce(city_before, '')
),
happened as (
  select
    worker_id, happened_at, moved_date as activity_date,
    case when city_before is null then 'left' else 'moved_in' end as activity,
    city_code as place_code,
    cast(null as varchar) as policy_id, cast(null as varchar) as channel,
    cast(null as decimal(18, 2)) as amount, cast(null as varchar) as delivered_by
  from gone
  where city_code is not null
  union all
  select
    worker_id, happened_at, moved_date as activity_date,
    case when city_code is null then 'returned' else 'moved_out' end as activity,
    city_before as place_code,
    cast(null as varchar) as policy_id, cast(null as varchar) as channel,
    cast(null as decimal(18, 2)) as amount, cast(null as varchar) as delivered_by
  from gone
  where city_before is not null
  union all
  select
    s.worker_id, s.served_at as happened_at, cast(s.served_at as date) as activity_date,
    s.kind as activity,
    p.place_code,
    s.policy_id, s.channel, s.amount, s.centre_id as delivered_by
  from staging.worker_service as s
  left join core.worker_place as p
    on p.worker_id = s.worker_id
    and cast(s.served_at as date) >= p.place_from and cast(s.served_at as date) < p.to_date
)
select
  e.happened_at as happened_at,
  e.activity_date as activity_date,
  e.activity as activity,
  e.worker_id as worker_id,
  h.trade as trade,
  e.policy_id as policy_id,
  e.channel as channel,
  e.amount as amount,
  e.delivered_by as delivered_by,
  h.village_code as village_code,
  h.township_code as township_code,
  h.county_code as county_code,
  h.prefecture_code as prefecture_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id,
  w.destination_province as destination_province,
  w.destination_city as destination_city,
  w.centre_id as centre_id
from happened as e
inner join core.worker_home as h on h.worker_id = e.worker_id
left join core.work_place as w on w.code = e.place_code
