MODEL (
  name staging.worker_balance,
  kind EMBEDDED,
  description 'Balances of registered workers: one row per worker and balance date',
  grain (worker_id, balance_date)
);

select
  cast(worker_id as varchar) as worker_id,
  cast(balance_date as date) as balance_date,
  cast(deposit_balance as decimal(18,2)) as deposit_balance,
  cast(loan_balance as decimal(18,2)) as loan_balance
from raw.worker_balance
