MODEL (
  name core.event_measure,
  kind INCREMENTAL_BY_TIME_RANGE (time_column month, partition_by_time_column false),
  interval_unit month,
  allow_partials true,
  description 'What was sold, lent and recovered, and incidents, by who did it in which post; a reversal counts, negative, in the month it comes: one row per month, person in a post and measure',
  grain (month, staff_id, branch_id, post_code, measure)
);

with chosen as (
  select month, as_of from core.performance_month where month between @start_date and @end_date
),
sold as (
  select
    cast(sold_at as date) as event_date, staff_id, product_code, amount, fee_income,
    case when reversal_of is null then 1 else -1 end as times
  from staging.sale
),
lent as (
  select
    cast(happened_at as date) as event_date, staff_id, product_code, kind, amount, is_first_loan,
    case when reversal_of is null then 1 else -1 end as times
  from staging.lending
),
happened as (
  select event_date, staff_id, 'insurance_premium' as measure, amount from sold where product_code = 'insurance'
  union all select event_date, staff_id, 'wealth_sales', amount from sold where product_code = 'wealth'
  union all select event_date, staff_id, 'cards_issued', times from sold where product_code = 'social_card'
  union all select event_date, staff_id, 'fee_income', fee_income from sold
  union all select event_date, staff_id, 'lines_granted', times from lent where kind = 'line_granted'
  union all select event_date, staff_id, 'first_loans', times from lent where kind = 'drawdown' and is_first_loan
  union all select event_date, staff_id, 'recovered_amount', amount from lent where kind = 'recovered'
  union all select cast(happened_at as date), staff_id, 'complaints', 1 from staging.conduct where kind = 'complaint'
  union all select cast(happened_at as date), staff_id, 'incidents', points from staging.conduct where kind <> 'complaint'
)
select
  m.month as month,
  e.staff_id as staff_id,
  p.branch_id as branch_id,
  p.entity_id as entity_id,
  p.post_code as post_code,
  e.measure as measure,
  cast(sum(e.amount) as decimal(24, 4)) as value
from happened as e
inner join chosen as m on e.event_date between m.month and m.as_of
inner join core.post_on_day as p
  on p.staff_id = e.staff_id and e.event_date >= p.from_date and e.event_date < p.to_date
group by m.month, e.staff_id, p.branch_id, p.entity_id, p.post_code, e.measure
