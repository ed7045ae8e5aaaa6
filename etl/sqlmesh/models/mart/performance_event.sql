MODEL (
  name mart.performance_event,
  kind VIEW,
  description 'What was sold, lent and recovered, and incidents, behind the figures of the months of mart.account_month: one row per event, with the post of who did it on that day. A reversal counts, negative, in the month it comes',
  grain (event_id, event_kind)
);

with latest as (
  select max(month) as month from core.performance_month
),
chosen as (
  select m.month, m.as_of
  from core.performance_month as m
  inner join latest as l
    on m.month in (
      l.month, cast(l.month - interval '1' month as date), cast(l.month - interval '4' month as date),
      cast(l.month - interval '13' month as date)
    )
),
happened as (
  select
    sale_id as event_id, 'sale' as event_kind, sold_at as happened_at, staff_id, customer_id, product_code, amount,
    fee_income, false as is_first_loan, cast(0 as decimal(5, 2)) as points, reversal_of is not null as is_reversal, null as note
  from staging.sale
  union all
  select
    lending_id, kind, happened_at, staff_id, customer_id, product_code, amount, cast(0 as decimal(18, 2)), is_first_loan,
    cast(0 as decimal(5, 2)), reversal_of is not null, null
  from staging.lending
  where kind in ('line_granted', 'drawdown', 'recovered')
  union all
  select
    incident_id, kind, happened_at, staff_id, null, null, cast(0 as decimal(18, 2)), cast(0 as decimal(18, 2)), false, points,
    false, note
  from staging.conduct
)
select
  m.month as month, m.as_of as as_of, e.event_id as event_id, e.event_kind as event_kind, e.happened_at as happened_at,
  e.staff_id as staff_id, p.branch_id as branch_id, p.entity_id as entity_id, p.post_code as post_code,
  e.customer_id as customer_id, e.product_code as product_code, e.amount as amount, e.fee_income as fee_income,
  e.is_first_loan as is_first_loan, e.points as points, e.is_reversal as is_reversal, e.note as note
from happened as e
inner join chosen as m on cast(e.happened_at as date) between m.month and m.as_of
inner join core.post_on_day as p
  on p.staff_id = e.staff_id and cast(e.happened_at as date) >= p.from_date and cast(e.happened_at as date) < p.to_date
