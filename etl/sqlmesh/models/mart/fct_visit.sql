MODEL (
  name mart.fct_visit,
  kind VIEW,
  description 'Visits: one row per visit, with the organisation of the manager on that day',
  grain (visit_id)
);

select
  visit_id, visit_no, visit_date, started_at, ended_at, dwell_minutes, staff_id, branch_id, entity_id,
  household_id, customer_id, customer_group, village_code, township_code, county_code, prefecture_code,
  purpose, result, satisfaction, lon, lat, accuracy_m, distance_m, is_mock, photo_count, note
from core.fct_visit
