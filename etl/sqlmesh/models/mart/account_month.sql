MODEL (
  name mart.account_month,
  kind VIEW,
  description 'Accounts behind the figures of four months (the latest, the one before, a quarter and a year before that): one row per month, account and holder in a post. share is what the holder answers for of the account',
  grain (month, customer_id, product_code, staff_id, branch_id, post_code)
);

with latest as (
  select max(month) as month from core.performance_month
)
select
  a.month as month, m.as_of as as_of, a.customer_id as customer_id, a.product_code as product_code,
  a.product_group as product_group, a.staff_id as staff_id, a.branch_id as branch_id, a.entity_id as entity_id,
  a.post_code as post_code, a.share as share, a.balance_avg as balance_avg, a.balance_eop as balance_eop,
  a.balance_growth as balance_growth, a.days_past_due as days_past_due, a.loan_class as loan_class
from core.account_month as a
inner join core.performance_month as m on m.month = a.month
inner join latest as l
  on a.month in (
    l.month, cast(l.month - interval '1' month as date), cast(l.month - interval '4' month as date),
    cast(l.month - interval '13' month as date)
  )
