MODEL (
  name mart.policy_cell,
  kind FULL,
  description 'Workers away on the last day with data whom a policy in force fits, and those of them it has not reached: one row per policy, entity and county of origin, city of work and centre',
  grain (policy_id, entity_id, county_code, destination_province, destination_city, centre_id),
  audits (
    one_row_per(columns := (policy_id, entity_id, county_code, destination_province, destination_city, centre_id)),
    part_of(part := uncovered, whole := eligible)
  )
);

with last_day as (
  select max(stock_date) as stock_date from mart.worker_stock
),
away as (
  select
    m.worker_id, h.trade, h.entity_id, h.county_code, h.prefecture_code, m.place_code, m.stock_date,
    year(m.stock_date) - year(h.birth_date)
      - case
        when month(m.stock_date) * 100 + day(m.stock_date) < month(h.birth_date) * 100 + day(h.birth_date) then 1 else 0
      end as age,
    (year(m.stock_date) - year(m.away_since)) * 12 + month(m.stock_date) - month(m.away_since)
      - case when day(m.stock_date) < day(m.away_since) then 1 else 0 end as away_months
  from mart.worker_stock as m
  inner join last_day as l on l.stock_date = m.stock_date
  inner join mart.dim_worker as h on h.worker_id = m.worker_id
),
reached as (
  select policy_id, worker_id from mart.worker_activity where is_first_reach
),
fitting as (
  select
    p.policy_id, a.entity_id, a.county_code, a.prefecture_code, a.place_code,
    count(a.worker_id) as eligible,
    count(case when r.worker_id is null then 1 end) as uncovered
  from staging.policy as p
  inner join away as a
    on a.stock_date >= p.start_date and (p.end_date is null or a.stock_date <= p.end_date)
    and (coalesce(p.trades, '') = '' or '|' || p.trades || '|' like '%|' || a.trade || '|%')
    and (p.min_age is null or a.age >= p.min_age)
    and (p.max_age is null or a.age <= p.max_age)
    and (p.min_away_months is null or a.away_months >= p.min_away_months)
  left join reached as r on r.policy_id = p.policy_id and r.worker_id = a.worker_id
  group by p.policy_id, a.entity_id, a.county_code, a.prefecture_code, a.place_code
)
select
  f.policy_id as policy_id,
  f.entity_id as entity_id,
  f.county_code as county_code,
  f.prefecture_code as prefecture_code,
  w.destination_province as destination_province,
  w.destination_city as destination_city,
  w.centre_id as centre_id,
  cast(f.eligible as integer) as eligible,
  cast(f.uncovered as integer) as uncovered
from fitting as f
left join core.work_place as w on w.code = f.place_code
