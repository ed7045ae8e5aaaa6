MODEL (
  name mart.worker_activity,
  kind FULL,
  description 'What happened to registered workers and was done for them, at the place where they were then: one row per departure, return or service, and two for a move between cities. At home it is the place left, before the first departure the one gone to. is_first_reach marks the first service to a worker under a policy, is_first_use the first that is more than a contact',
  depends_on (mart.worker_cell),
  audits (
    not_null(columns := (happened_at, activity, worker_id)),
    flows_explain_stocks(stock := mart.worker_cell),
    reached_before_used
  )
);

with gone as (
  select worker_id, happened_at, moved_date, city_code, city_before
  from core.worker_place
  where coalesce(city_code, '') <> coalesce(city_before, '')
),
served as (
  select
    worker_id, served_at, cast(served_at as date) as served_date, kind, policy_id, channel, amount, centre_id,
    row_number() over (partition by policy_id, worker_id order by served_at, service_id) as nth,
    row_number() over (
      partition by policy_id, worker_id order by case when kind = 'contact' then 1 else 0 end, served_at, service_id
    ) as nth_use
  from staging.worker_service
),
happened as (
  select
    worker_id, happened_at, moved_date as activity_date,
    case when city_before is null then 'left' else 'moved_in' end as activity,
    city_code as place_code,
    cast(null as varchar) as policy_id, cast(null as varchar) as channel,
    cast(null as decimal(18, 2)) as amount, cast(null as varchar) as delivered_by,
    false as is_first_reach, false as is_first_use
  from gone
  where city_code is not null
  union all
  select
    worker_id, happened_at, moved_date as activity_date,
    case when city_code is null then 'returned' else 'moved_out' end as activity,
    city_before as place_code,
    cast(null as varchar) as policy_id, cast(null as varchar) as channel,
    cast(null as decimal(18, 2)) as amount, cast(null as varchar) as delivered_by,
    false as is_first_reach, false as is_first_use
  from gone
  where city_before is not null
  union all
  select
    s.worker_id, s.served_at as happened_at, s.served_date as activity_date, s.kind as activity, p.place_code,
    s.policy_id, s.channel, s.amount, s.centre_id as delivered_by,
    s.policy_id is not null and s.nth = 1 as is_first_reach,
    s.policy_id is not null and s.nth_use = 1 and s.kind <> 'contact' as is_first_use
  from served as s
  left join core.worker_place as p
    on p.worker_id = s.worker_id and s.served_date >= p.place_from and s.served_date < p.to_date
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
  e.is_first_reach as is_first_reach,
  e.is_first_use as is_first_use,
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
inner join mart.dim_worker as h on h.worker_id = e.worker_id
left join core.work_place as w on w.code = e.place_code
