MODEL (
  name mart.dim_staff,
  kind VIEW,
  description 'Staff with the post of the last business day, or the last one held: one row per person',
  grain (staff_id),
  audits (whole_row_per(columns := (staff_id), filled := (staff_id, name)))
);

with post as (
  select
    h.staff_id, h.branch_id, h.entity_id, h.post_code, h.is_manager, h.valid_to,
    row_number() over (partition by h.staff_id order by h.valid_from desc) as newest
  from core.post_history as h
  cross join staging.context as c
  where h.valid_from <= c.as_of_date
)
select
  s.staff_id as staff_id,
  s.name as name,
  s.name_pinyin as name_pinyin,
  s.sex as sex,
  s.phone as phone,
  s.hired_date as hired_date,
  p.post_code as post_code,
  coalesce(p.is_manager, false) as is_manager,
  p.branch_id as branch_id,
  p.entity_id as entity_id,
  coalesce(p.valid_to > c.as_of_date and (s.left_date is null or s.left_date > c.as_of_date), false) as is_active,
  i.initials as initials
from staging.staff as s
cross join staging.context as c
left join post as p on p.staff_id = s.staff_id and p.newest = 1
left join staging.initials as i on i.name = s.name
