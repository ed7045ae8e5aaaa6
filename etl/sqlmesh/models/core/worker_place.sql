MODEL (
  name core.worker_place,
  kind FULL,
  description 'Where a worker was from one move to the next: one row per worker and move. What counts is where they were before and after, so that arrivals and departures always add up to who is there. place_code is the place answered for on any day from place_from on: at home it is the place left, before the first move the one moved to. to_date is exclusive',
  grain (worker_id, nth)
);

with moved as (
  select
    m.worker_id, m.moved_date, m.recorded_at, m.move_id,
    case when m.kind = 'returned' then null else m.city_code end as city_code
  from staging.worker_move as m
  inner join mart.dim_worker as h on h.worker_id = m.worker_id
),
between_moves as (
  select
    worker_id, moved_date, city_code,
    case when cast(recorded_at as date) = moved_date then recorded_at else cast(moved_date as timestamp) end as happened_at,
    row_number() over (partition by worker_id order by moved_date, recorded_at, move_id) as nth,
    lag(city_code) over (partition by worker_id order by moved_date, recorded_at, move_id) as city_before,
    lead(moved_date) over (partition by worker_id order by moved_date, recorded_at, move_id) as next_date
  from moved
)
select
  worker_id as worker_id,
  cast(nth as integer) as nth,
  moved_date as moved_date,
  coalesce(next_date, cast('9999-12-31' as date)) as to_date,
  happened_at as happened_at,
  city_code as city_code,
  city_before as city_before,
  max(case when city_code is not null and city_before is null then moved_date end)
    over (partition by worker_id order by nth rows between unbounded preceding and current row) as away_since,
  case when nth = 1 then cast('1900-01-01' as date) else moved_date end as place_from,
  coalesce(city_code, city_before) as place_code
from between_moves
