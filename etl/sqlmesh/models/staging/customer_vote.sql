MODEL (
  name staging.customer_vote,
  kind EMBEDDED,
  description 'Votes customers gave with a code: one row per visit that was voted on',
  grain (visit_id)
);

select
  cast(visit_id as varchar) as visit_id,
  cast(rating as integer) as rating,
  cast(voted_at as timestamp) as voted_at
from raw.ops_vote
