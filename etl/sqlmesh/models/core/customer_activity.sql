MODEL (
  name core.customer_activity,
  kind EMBEDDED,
  description 'What customers did whole, whoever looks after them: online business (who is enrolled in mobile banking, sign-ins, payments, receipts up to the day counted), and lines granted and drawn within a year',
  grain (month, customer_id, product_group)
);

with given_up as (
  -- the register knows what is held today: who has given it up since was enrolled until then
  select
    customer_id,
    kind,
    changed_on,
    max(case when kind = 'opened' then changed_on end) over (
      partition by customer_id order by changed_on, kind desc rows unbounded preceding
    ) as opened_date
  from staging.product_change
  where product_code = 'mobile_bank'
),
enrolled as (
  select m.month, h.customer_id
  from staging.holding as h
  inner join core.performance_month as m on h.opened_date <= m.as_of
  where h.product_code = 'mobile_bank'
  union
  select m.month, g.customer_id
  from given_up as g
  inner join core.performance_month as m on g.changed_on > m.as_of and coalesce(g.opened_date, m.as_of) <= m.as_of
  where g.kind = 'closed'
),
active as (
  select
    m.month, a.customer_id, a.mobile_logins, a.mobile_payments, a.quick_pay_count, a.merchant_count, a.merchant_amount
  from staging.channel_activity as a
  inner join core.performance_month as m on m.as_of = a.activity_date
),
granted as (
  select
    m.month, l.customer_id,
    sum(case when l.kind <> 'line_granted' then 0 when l.reversal_of is null then 1 else -1 end) as lines,
    sum(case when l.kind <> 'drawdown' then 0 when l.reversal_of is null then 1 else -1 end) as draws
  from staging.lending as l
  inner join core.performance_month as m
    on cast(l.happened_at as date) <= m.as_of and cast(l.happened_at as date) > m.as_of - interval '1' year
  where l.kind in ('line_granted', 'drawdown')
  group by m.month, l.customer_id
)
select
  coalesce(a.month, e.month) as month,
  coalesce(a.customer_id, e.customer_id) as customer_id,
  'online' as product_group,
  e.customer_id is not null as is_mobile,
  coalesce(a.mobile_logins, 0) as mobile_logins,
  coalesce(a.mobile_payments, 0) as mobile_payments,
  coalesce(a.quick_pay_count, 0) as quick_pay_count,
  coalesce(a.merchant_count, 0) as merchant_count,
  coalesce(a.merchant_amount, 0) as merchant_amount,
  0 as lines,
  0 as draws
from active as a
full join enrolled as e on e.month = a.month and e.customer_id = a.customer_id
union all
select
  month, customer_id, 'loan' as product_group, false as is_mobile, 0 as mobile_logins, 0 as mobile_payments,
  0 as quick_pay_count, 0 as merchant_count, 0 as merchant_amount, lines, draws
from granted
where lines > 0
