MODEL (
  name core.corrected_balance,
  kind EMBEDDED,
  description 'Balances with the corrections recorded until their month closed, the fifth of the next; later ones are balances of scores (decision 0014): one row per account and date',
  grain (customer_id, product_code, balance_date)
);

with corrected as (
  select
    customer_id, product_code, balance_date,
    sum(case when field = 'balance_avg' then amount else 0 end) as to_avg,
    sum(case when field = 'balance_eop' then amount else 0 end) as to_eop
  from staging.correction
  where recorded_at < @closes_at(date_trunc('month', balance_date))
  group by customer_id, product_code, balance_date
)
select
  b.customer_id as customer_id,
  b.product_code as product_code,
  b.balance_date as balance_date,
  cast(b.balance_avg + coalesce(c.to_avg, 0) as decimal(18, 2)) as balance_avg,
  cast(b.balance_eop + coalesce(c.to_eop, 0) as decimal(18, 2)) as balance_eop,
  b.days_past_due as days_past_due,
  b.loan_class as loan_class
from staging.account_balance as b
left join corrected as c
  on c.customer_id = b.customer_id and c.product_code = b.product_code and c.balance_date = b.balance_date
