MODEL (
  name mart.customer_course,
  kind VIEW,
  description 'Deposits, loans and use of channels of customers over thirteen months, whole, whoever looked after them then: one row per customer and month, with who looks after the customer now',
  grain (customer_id, month),
  audits (whole_row_per(columns := (customer_id, month), filled := (customer_id, month, as_of, branch_id, entity_id)))
);

with chosen as (
  select month, as_of
  from core.performance_month
  where month >= (select max(month) from core.performance_month) - interval '12' month
),
owned as (
  select
    a.month, a.customer_id,
    sum(case when a.product_group = 'deposit' then a.balance_eop else 0 end) as deposit_balance,
    sum(case when a.product_group = 'loan' then a.balance_eop else 0 end) as loan_balance
  from core.account_month as a
  inner join chosen as c on c.month = a.month
  group by a.month, a.customer_id
),
used as (
  -- what a customer did stands whole beside each who answers for a share of it
  select
    a.month, a.customer_id,
    max(a.mobile_logins) as mobile_logins, max(a.mobile_payments) as mobile_payments,
    max(a.quick_pay_count) as quick_pay_count, max(a.merchant_amount) as merchant_amount
  from core.customer_month as a
  inner join chosen as c on c.month = a.month
  where a.product_group = 'online'
  group by a.month, a.customer_id
),
course as (
  select
    coalesce(o.month, u.month) as month,
    coalesce(o.customer_id, u.customer_id) as customer_id,
    o.deposit_balance, o.loan_balance, u.mobile_logins, u.mobile_payments, u.quick_pay_count, u.merchant_amount
  from owned as o
  full join used as u on u.month = o.month and u.customer_id = o.customer_id
)
select
  r.customer_id as customer_id,
  r.month as month,
  c.as_of as as_of,
  h.staff_id as staff_id,
  h.branch_id as branch_id,
  h.entity_id as entity_id,
  cast(coalesce(r.deposit_balance, 0) as decimal(18, 2)) as deposit_balance,
  cast(coalesce(r.loan_balance, 0) as decimal(18, 2)) as loan_balance,
  cast(coalesce(r.mobile_logins, 0) as integer) as mobile_logins,
  cast(coalesce(r.mobile_payments, 0) as integer) as mobile_payments,
  cast(coalesce(r.quick_pay_count, 0) as integer) as quick_pay_count,
  cast(coalesce(r.merchant_amount, 0) as decimal(18, 2)) as merchant_amount
from course as r
inner join chosen as c on c.month = r.month
inner join staging.customer as k on k.customer_id = r.customer_id
inner join mart.dim_household as h on h.household_id = k.household_id
