MODEL (
  name staging.account_balance,
  kind EMBEDDED,
  description 'Balances of accounts: one row per account and date',
  grain (customer_id, product_code, balance_date)
);

select
  cast(customer_id as varchar) as customer_id,
  cast(product_code as varchar) as product_code,
  cast(balance_date as date) as balance_date,
  cast(balance_avg as decimal(18,2)) as balance_avg,
  cast(balance_eop as decimal(18,2)) as balance_eop,
  cast(days_past_due as integer) as days_past_due,
  cast(loan_class as varchar) as loan_class
from raw.account_balance
