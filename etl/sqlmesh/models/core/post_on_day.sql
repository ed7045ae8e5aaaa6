MODEL (
  name core.post_on_day,
  kind EMBEDDED,
  description 'The post that answers for a visit on any day: posts tile time without gaps, so each day finds exactly one. Before the first post it is the first, in a gap the one before',
  grain (staff_id, from_date)
);

select
  staff_id as staff_id,
  branch_id as branch_id,
  entity_id as entity_id,
  post_code as post_code,
  case
    when row_number() over (partition by staff_id order by valid_from) = 1 then cast('1900-01-01' as date)
    else valid_from
  end as from_date,
  coalesce(lead(valid_from) over (partition by staff_id order by valid_from), cast('9999-12-31' as date)) as to_date
from core.post_history
