MODEL (
  name core.holder,
  kind EMBEDDED,
  description 'Who looked after a group of a customer''s products in a month: one row per month, customer, group and holder in a post, and one without a holder for the rest. Shares of days stand side by side: from after_low to high of whole, all whole numbers, in the order in which holding began, so that amounts are cut without a remainder',
  grain (month, customer_id, product_group, staff_id, branch_id, post_code)
);

with held as (
  select
    m.month, s.customer_id, s.product_group, s.staff_id, s.branch_id, s.entity_id, s.post_code,
    cast(10000 * m.month_days as bigint) as whole,
    greatest(s.valid_from, m.month) as from_date,
    cast(s.share * 10000 as bigint)
      * (least(s.valid_to, cast(m.as_of + interval '1' day as date)) - greatest(s.valid_from, m.month)) as share_days
  from core.portfolio_spell as s
  inner join core.performance_month as m on s.valid_from <= m.as_of and s.valid_to > m.month
),
pieced as (
  select
    month, customer_id, product_group, staff_id, branch_id, entity_id, post_code, whole,
    min(from_date) as from_date, sum(share_days) as share_days
  from held
  where share_days < whole
  group by month, customer_id, product_group, staff_id, branch_id, entity_id, post_code, whole
),
shared as (
  select
    month, customer_id, product_group, staff_id, branch_id, entity_id, post_code, whole, share_days,
    sum(share_days) over (
      partition by month, customer_id, product_group
      order by from_date, staff_id, branch_id, post_code rows between unbounded preceding and current row
    ) as high
  from pieced
)
select
  month as month, customer_id as customer_id, product_group as product_group, staff_id as staff_id,
  branch_id as branch_id, entity_id as entity_id, post_code as post_code,
  cast(0 as bigint) as low, whole as high, whole as whole
from held
where share_days >= whole
union all
select
  month, customer_id, product_group, staff_id, branch_id, entity_id, post_code,
  cast(high - share_days as bigint) as low, cast(high as bigint) as high, whole
from shared
union all
select
  s.month, s.customer_id, s.product_group, null as staff_id, min(h.branch_id) as branch_id, min(h.entity_id) as entity_id,
  null as post_code, cast(max(s.high) as bigint) as low, s.whole as high, s.whole
from shared as s
inner join core.home_branch as h on h.customer_id = s.customer_id
group by s.month, s.customer_id, s.product_group, s.whole
having max(s.high) < s.whole
