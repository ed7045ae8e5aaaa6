MODEL (
  name core.post_history,
  kind EMBEDDED,
  description 'Posts over time with the entity of the branch: one row per person and time. valid_to is exclusive',
  grain (staff_id, valid_from)
);

select
  p.staff_id as staff_id,
  p.branch_id as branch_id,
  b.entity_id as entity_id,
  p.post_code as post_code,
  p.post_code = 'manager' as is_manager,
  p.valid_from as valid_from,
  p.valid_to as valid_to
from staging.staff_post as p
inner join staging.branch as b on b.branch_id = p.branch_id
