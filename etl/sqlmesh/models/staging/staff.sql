MODEL (
  name staging.staff,
  kind EMBEDDED,
  description 'Staff: one row per person',
  grain (staff_id)
);

select
  cast(staff_id as varchar) as staff_id,
  cast(name as varchar) as name,
  cast(name_pinyin as varchar) as name_pinyin,
  cast(sex as varchar) as sex,
  cast(birth_date as date) as birth_date,
  cast(hired_date as date) as hired_date,
  cast(left_date as date) as left_date,
  cast(phone as varchar) as phone
from raw.staff
