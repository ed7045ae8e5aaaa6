MODEL (
  name mart.customer_month,
  kind VIEW,
  description 'Customers behind the figures of online business and of lines granted, of the months of mart.account_month: one row per month, customer, group and holder in a post. share is what the holder answers for of the customer',
  grain (month, customer_id, product_group, staff_id, branch_id, post_code)
);

with latest as (
  select max(month) as month from core.performance_month
)
select
  c.month as month, m.as_of as as_of, c.customer_id as customer_id, c.product_group as product_group,
  c.staff_id as staff_id, c.branch_id as branch_id, c.entity_id as entity_id, c.post_code as post_code, c.share as share,
  c.is_mobile as is_mobile, c.is_mobile_active as is_mobile_active, c.is_paying as is_paying, c.is_quick_pay as is_quick_pay,
  c.is_merchant as is_merchant, c.mobile_logins as mobile_logins, c.mobile_payments as mobile_payments,
  c.quick_pay_count as quick_pay_count, c.merchant_count as merchant_count, c.merchant_amount as merchant_amount,
  c.lines as lines, c.draws as draws
from core.customer_month as c
inner join core.performance_month as m on m.month = c.month
inner join latest as l
  on c.month in (
    l.month, cast(l.month - interval '1' month as date), cast(l.month - interval '4' month as date),
    cast(l.month - interval '13' month as date)
  )
