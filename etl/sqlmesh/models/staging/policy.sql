MODEL (
  name staging.policy,
  kind EMBEDDED,
  description 'Policies for people working away: one row per policy',
  grain (policy_id)
);

select
  cast(policy_id as varchar) as policy_id,
  cast(name as varchar) as name,
  cast(name_en as varchar) as name_en,
  cast(summary as varchar) as summary,
  cast(summary_en as varchar) as summary_en,
  cast(product as varchar) as product,
  cast(trades as varchar) as trades,
  cast(min_age as integer) as min_age,
  cast(max_age as integer) as max_age,
  cast(min_away_months as integer) as min_away_months,
  cast(start_date as date) as start_date,
  cast(end_date as date) as end_date,
  cast(limit_amount as decimal(18,2)) as limit_amount
from raw.policy
