MODEL (
  name core.balance_measure,
  kind INCREMENTAL_BY_TIME_RANGE (time_column month, partition_by_time_column false),
  interval_unit month,
  allow_partials true,
  description 'What balances add up to: one row per month, holder in a post (null: nobody) and measure',
  grain (month, staff_id, branch_id, post_code, measure)
);

with summed as (
  select
    month, staff_id, branch_id, entity_id, post_code,
    sum(case when product_group = 'deposit' then balance_avg else 0 end) as deposit_avg,
    sum(case when product_group = 'deposit' then balance_eop else 0 end) as deposit_eop,
    sum(case when product_group = 'deposit' then balance_growth else 0 end) as deposit_growth,
    sum(case when product_code = 'demand' then balance_avg else 0 end) as demand_avg,
    sum(case when product_group = 'deposit' and product_code <> 'demand' then balance_avg else 0 end) as time_deposit_avg,
    sum(case when product_group = 'loan' then balance_avg else 0 end) as loan_avg,
    sum(case when product_group = 'loan' then balance_eop else 0 end) as loan_eop,
    sum(case when product_group = 'loan' then balance_growth else 0 end) as loan_growth,
    sum(case when loan_class in ('substandard', 'doubtful', 'loss') then balance_eop else 0 end) as npl_eop,
    sum(case when product_group = 'loan' and days_past_due > 0 then balance_eop else 0 end) as overdue_eop,
    sum(case when product_code = 'e_loan' then balance_eop else 0 end) as eloan_amount
  from core.account_month
  where month between @start_date and @end_date
  group by month, staff_id, branch_id, entity_id, post_code
),
measured as (
  @unpivot(
    summed, deposit_avg, deposit_eop, deposit_growth, demand_avg, time_deposit_avg, loan_avg, loan_eop, loan_growth,
    npl_eop, overdue_eop, eloan_amount
  )
)
select
  month as month, staff_id as staff_id, branch_id as branch_id, entity_id as entity_id, post_code as post_code,
  measure as measure, value as value
from measured
