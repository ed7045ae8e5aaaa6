MODEL (
  name mart.dim_policy,
  kind VIEW,
  description 'Policies for people working away, with whom they are for: one row per policy',
  grain (policy_id),
  audits (whole_row_per(columns := (policy_id), filled := (policy_id, name, product)))
);

select
  policy_id, name, name_en, summary, summary_en, product, trades, min_age, max_age, min_away_months,
  start_date, end_date, limit_amount
from staging.policy
