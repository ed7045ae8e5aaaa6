-- What is known of each customer before the cut :cut (a day). One row per customer. Only facts recorded before the cut are read:
-- events by recorded_on, balances and use of channels by their date, visits by their day, products by the state on the eve.
with product_state as (
  -- the state on the eve of the cut: by the last change before it; else what the first change after it reveals; else the register
  select
    coalesce(c.customer_id, h.customer_id) as customer_id,
    coalesce(c.product_code, h.product_code) as product_code,
    coalesce(c.last_kind = 'opened', c.first_kind = 'closed', h.opened_date < $cut) as is_held,
    coalesce(c.was_given_up, false) as was_given_up,
    coalesce(c.opened_90d, 0) as opened_90d,
    coalesce(c.closed_90d, 0) as closed_90d
  from (
    select
      customer_id, product_code,
      arg_max(kind, changed_on) filter (where changed_on < $cut) as last_kind,
      arg_min(kind, changed_on) filter (where changed_on >= $cut) as first_kind,
      bool_or(kind = 'closed' and changed_on < $cut) as was_given_up,
      count(*) filter (where kind = 'opened' and changed_on < $cut and changed_on >= $cut - 90) as opened_90d,
      count(*) filter (where kind = 'closed' and changed_on < $cut and changed_on >= $cut - 90) as closed_90d
    from lake.raw.product_change
    group by customer_id, product_code
  ) as c
  full join lake.raw.holding as h on h.customer_id = c.customer_id and h.product_code = c.product_code
),
holding as (
  -- products as bits of a number: a third of the time of an aggregate each
  select
    customer_id,
    bit_or(case when is_held then {bit} else 0 end) as held,
    bit_or(case when was_given_up then {bit} else 0 end) as given_up,
    count(*) filter (where is_held) as product_count,
    sum(opened_90d) as opened_90d,
    sum(closed_90d) as closed_90d
  from product_state
  group by customer_id
),
balance as (
  select
    customer_id,
    sum(balance_eop) filter (where balance_date = $balance_day and loan_class is null) as deposit_balance,
    sum(balance_eop) filter (where balance_date = $balance_before and loan_class is null) as deposit_before,
    sum(balance_eop) filter (where balance_date = $balance_half and loan_class is null) as deposit_half,
    sum(balance_eop) filter (where balance_date = $balance_day and loan_class is not null) as loan_balance,
    sum(balance_eop) filter (where balance_date = $balance_before and loan_class is not null) as loan_before,
    max(days_past_due) filter (where balance_date = $balance_day) as days_past_due
  from lake.raw.account_balance
  where balance_date in ($balance_day, $balance_before, $balance_half)
  group by customer_id
),
used as (
  select customer_id, mobile_logins, mobile_payments, quick_pay_count, merchant_amount, utility_count, card_count
  from lake.raw.channel_activity
  where activity_date = $channel_day
),
visited as (
  select
    customer_id,
    count(*) filter (where visit_date >= $cut - 30) as visits_30d,
    count(*) filter (where visit_date >= $cut - 90) as visits_90d,
    count(*) as visits_365d,
    $cut - max(visit_date) as days_since_visit,
    $cut - max(visit_date) filter (where result = 'deposit_promised') as days_since_deposit_talk,
    $cut - max(visit_date) filter (where result = 'intent_drawdown') as days_since_loan_talk,
    $cut - max(visit_date) filter (where result = 'channel_opened') as days_since_online_talk,
    $cut - max(visit_date) filter (where result = 'follow_up') as days_since_other_talk
  from offer_visit
  where visit_date < $cut and visit_date >= $cut - 365
  group by customer_id
),
lived as (
  select
    customer_id,
    {events}
  from lake.raw.life_event
  where recorded_on < $cut and happened_on >= $cut - 200 and happened_on < $cut
  group by customer_id
)
select
  $cut as cut,
  c.customer_id,
  c.sex,
  coalesce(c.is_opted_out, false) as is_opted_out,
  -- the two above and the county are not learned from: the model card looks at them, and nobody is called who does not want it
  case when q.name like '%自治县%' or p.name like '%自治州%' then 'minority' else 'other' end as county_kind,
  coalesce(c.customer_group, o.customer_group) as customer_group,
  cast(date_diff('day', c.birth_date, $cut) / 365.25 as float) as age,
  cast(c.annual_income as float) as annual_income,
  c.education,
  c.occupation,
  cast(round(date_diff('day', c.opened_date, $cut) / 365.25, 2) as float) as tenure_years,
  {holdings},
  h.product_count,
  h.opened_90d,
  h.closed_90d,
  cast(coalesce(b.deposit_balance, 0) as float) as deposit_balance,
  cast(coalesce(b.deposit_balance, 0) / greatest(c.annual_income, 2000) as float) as deposit_of_income,
  cast(case when b.deposit_before > 0 then b.deposit_balance / b.deposit_before - 1 end as float) as deposit_growth,
  cast(case when b.deposit_half > 0 then b.deposit_balance / b.deposit_half - 1 end as float) as deposit_growth_half,
  cast(coalesce(b.loan_balance, 0) as float) as loan_balance,
  cast(case when b.loan_before > 0 then b.loan_balance / b.loan_before - 1 end as float) as loan_growth,
  cast(coalesce(b.days_past_due, 0) as integer) as days_past_due,
  coalesce(u.mobile_logins, 0) as mobile_logins,
  coalesce(u.mobile_payments, 0) as mobile_payments,
  coalesce(u.quick_pay_count, 0) as quick_pays,
  cast(coalesce(u.merchant_amount, 0) as float) as merchant_amount,
  coalesce(u.utility_count, 0) as utility_bills,
  coalesce(u.card_count, 0) as card_uses,
  coalesce(v.visits_30d, 0) as visits_30d,
  coalesce(v.visits_90d, 0) as visits_90d,
  coalesce(v.visits_365d, 0) as visits_365d,
  v.days_since_visit,
  v.days_since_deposit_talk,
  v.days_since_loan_talk,
  v.days_since_online_talk,
  v.days_since_other_talk,
  l.* exclude (customer_id)
from lake.raw.customer as c
left join lake.mart.dim_household as o on o.household_id = c.household_id
left join lake.mart.dim_region as q on q.code = o.county_code
left join lake.mart.dim_region as p on p.code = o.prefecture_code
left join holding as h on h.customer_id = c.customer_id
left join balance as b on b.customer_id = c.customer_id
left join used as u on u.customer_id = c.customer_id
left join visited as v on v.customer_id = c.customer_id
left join lived as l on l.customer_id = c.customer_id
order by c.customer_id
