MODEL (
  name staging.staff_post,
  kind EMBEDDED,
  description 'Posts held: one row per person and time',
  grain (staff_id, valid_from)
);

select
  cast(staff_id as varchar) as staff_id,
  cast(branch_id as varchar) as branch_id,
  cast(post_code as varchar) as post_code,
  cast(valid_from as date) as valid_from,
  cast(valid_to as date) as valid_to
from raw.staff_post
