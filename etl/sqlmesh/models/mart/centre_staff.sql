MODEL (
  name mart.centre_staff,
  kind VIEW,
  description 'Postings to service centres with the place of the centre: one row per person and time. valid_to is exclusive, 9999-12-31 when open',
  grain (staff_id, valid_from),
  audits (one_row_per(columns := (staff_id, valid_from)))
);

select
  s.staff_id as staff_id,
  s.centre_id as centre_id,
  s.role as role,
  s.valid_from as valid_from,
  coalesce(s.valid_to, cast('9999-12-31' as date)) as valid_to,
  w.destination_province as destination_province,
  w.destination_city as destination_city
from staging.centre_staff as s
left join staging.service_centre as c on c.centre_id = s.centre_id
left join core.work_place as w on w.code = c.city_code
