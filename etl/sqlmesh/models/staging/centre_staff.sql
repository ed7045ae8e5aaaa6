MODEL (
  name staging.centre_staff,
  kind EMBEDDED,
  description 'Postings of staff to service centres: one row per person and time. valid_to is exclusive',
  grain (staff_id, valid_from)
);

select
  cast(staff_id as varchar) as staff_id,
  cast(centre_id as varchar) as centre_id,
  cast(role as varchar) as role,
  cast(valid_from as date) as valid_from,
  cast(valid_to as date) as valid_to
from raw.centre_staff
