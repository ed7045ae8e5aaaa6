MODEL (
  name mart.dim_staff_post,
  kind VIEW,
  description 'Posts over time: one row per person and time. valid_to is exclusive, 9999-12-31 when open',
  grain (staff_id, valid_from),
  depends_on (mart.dim_staff),
  audits (
    one_row_per(columns := (staff_id, valid_from)),
    refers_to(column := staff_id, parent := mart.dim_staff, parent_column := staff_id)
  )
);

select staff_id, branch_id, entity_id, post_code, is_manager, valid_from, valid_to
from core.post_history
