MODEL (
  name mart.indicator_flag,
  kind FULL,
  description 'Patterns that make indicators look better than they are, with the evidence: one row per month and branch whose deposits were inflated over the month''s end (month_end_spike: value is balance by average, expected that of all branches, times the accounts that jumped out of accounts), and one per customer and group of products handed to and fro (ping_pong: times it came back)',
  grain (kind, month, unit_id, customer_id, product_group),
  audits (not_null(columns := (kind, month, level, unit_id, branch_id, entity_id, times)))
);

with branch_month as (
  select
    a.month, a.branch_id, a.entity_id,
    sum(a.balance_avg) as average, sum(a.balance_eop) as at_end, count(a.customer_id) as accounts,
    count(case when a.balance_eop > 1.4 * a.balance_avg then 1 end) as jumped,
    sum(case when a.balance_eop > 1.4 * a.balance_avg then a.balance_eop - a.balance_avg else 0 end) as excess
  from core.account_month as a
  where a.product_code = 'demand'
  group by a.month, a.branch_id, a.entity_id
),
everywhere as (
  select
    m.month, m.as_of, sum(b.at_end) / sum(b.average) as ratio
  from branch_month as b
  inner join core.performance_month as m on m.month = b.month
  where day(m.as_of + interval '1' day) = 1 and b.average > 0
  group by m.month, m.as_of
),
followed as (
  select
    month, branch_id, entity_id, average, at_end, accounts, jumped, excess,
    lead(average) over (partition by branch_id order by month) as next_average
  from branch_month
),
spike as (
  select f.month, e.as_of, f.branch_id, f.entity_id, f.at_end / f.average as ratio, e.ratio as usual, f.jumped, f.accounts, f.excess
  from followed as f
  inner join everywhere as e on e.month = f.month
  where f.average > 0 and f.at_end / f.average >= e.ratio + 0.1 and f.jumped * 4 >= f.accounts
    and (f.next_average is null or f.next_average < f.average + (f.at_end - f.average) * 0.6)
),
latest as (
  select max(as_of) as as_of, max(month) as month from core.performance_month
),
handed as (
  select
    customer_id, product_group, staff_id, branch_id, entity_id, valid_from,
    lag(staff_id) over (partition by customer_id, product_group order by valid_from) as before_staff
  from core.portfolio_spell
  where share = 1
),
turn as (
  select
    h.customer_id, h.product_group, h.staff_id, h.before_staff, h.branch_id, h.entity_id, h.valid_from,
    lag(h.before_staff) over (partition by h.customer_id, h.product_group order by h.valid_from) as earlier_staff
  from handed as h
  where h.before_staff is null or h.before_staff <> h.staff_id
),
returned as (
  select
    t.customer_id, t.product_group, t.staff_id, t.before_staff, t.branch_id, t.entity_id, t.valid_from,
    row_number() over (partition by t.customer_id, t.product_group order by t.valid_from desc) as newest
  from turn as t
  cross join latest as l
  where t.earlier_staff = t.staff_id and t.valid_from <= l.as_of and t.valid_from > l.as_of - interval '200' day
),
back_again as (
  select
    r.customer_id, r.product_group, count(r.valid_from) as times, min(r.valid_from) as first_date, max(r.valid_from) as last_date,
    max(case when r.newest = 1 then r.staff_id end) as staff_id,
    max(case when r.newest = 1 then r.before_staff end) as other_staff_id,
    max(case when r.newest = 1 then r.branch_id end) as branch_id,
    max(case when r.newest = 1 then r.entity_id end) as entity_id
  from returned as r
  group by r.customer_id, r.product_group
  having count(r.valid_from) >= 3
),
balance as (
  select a.customer_id, a.product_group, sum(a.balance_avg) as amount, count(distinct a.product_code) as accounts
  from core.account_month as a
  inner join latest as l on l.month = a.month
  group by a.customer_id, a.product_group
)
select
  s.month as month, s.as_of as as_of, 'month_end_spike' as kind, 'branch' as level, s.branch_id as unit_id,
  cast(null as varchar) as staff_id, cast(null as varchar) as other_staff_id, s.branch_id as branch_id,
  s.entity_id as entity_id, cast(null as varchar) as customer_id, 'deposit' as product_group,
  'deposit_eop' as indicator, cast(s.ratio as decimal(18, 4)) as value, cast(s.usual as decimal(18, 4)) as expected,
  cast(s.jumped as integer) as times, cast(s.accounts as integer) as accounts, cast(s.excess as decimal(18, 2)) as amount,
  s.as_of as first_date, s.as_of as last_date
from spike as s
union all
select
  l.month, l.as_of, 'ping_pong' as kind, 'staff' as level, b.staff_id as unit_id, b.staff_id, b.other_staff_id,
  b.branch_id, b.entity_id, b.customer_id, b.product_group,
  case b.product_group when 'deposit' then 'deposit_avg' when 'loan' then 'loan_avg' else 'mobile_active' end as indicator,
  cast(b.times as decimal(18, 4)) as value, cast(0 as decimal(18, 4)) as expected, cast(b.times as integer) as times,
  cast(coalesce(n.accounts, 0) as integer) as accounts, cast(coalesce(n.amount, 0) as decimal(18, 2)) as amount,
  b.first_date, b.last_date
from back_again as b
cross join latest as l
left join balance as n on n.customer_id = b.customer_id and n.product_group = b.product_group
