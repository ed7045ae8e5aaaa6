MODEL (
  name mart.visit_level_day,
  kind FULL,
  description 'What happened on a day at each level; *_new_month counts units whose first visit of the month at that level and unit falls on this day, so its sum over days is the exact distinct count: one row per level, unit and day',
  grain (level, unit_id, branch_id, visit_date),
  audits (
    unique_combination_of_columns(columns := (level, unit_id, branch_id, visit_date)),
    levels_agree,
    distinct_recount
  )
);

with visit as (
  select
    visit_date, household_id, staff_id, branch_id, entity_id, county_code, prefecture_code, village_code,
    satisfaction, dwell_minutes, photo_count
  from core.fct_visit
),
seen as (
  -- the date of the visit before, per household and per household with each unit that can earn it
  select
    v.*,
    lag(visit_date) over (partition by household_id order by visit_date) as before_place,
    lag(visit_date) over (partition by household_id, entity_id order by visit_date) as before_entity,
    lag(visit_date) over (partition by household_id, branch_id order by visit_date) as before_branch,
    lag(visit_date) over (partition by household_id, staff_id order by visit_date) as before_staff
  from visit as v
),
team_day as (
  select
    visit_date, staff_id, branch_id, entity_id, county_code, prefecture_code,
    count(*) as visits,
    @first_visits(before_place, place),
    @first_visits(before_entity, entity),
    @first_visits(before_branch, branch),
    @first_visits(before_staff, staff),
    sum(satisfaction) as satisfaction_sum,
    count(satisfaction) as satisfaction_count,
    count(case when satisfaction >= 4 then 1 end) as satisfied_count,
    sum(dwell_minutes) as dwell_minutes,
    sum(photo_count) as photos
  from seen
  group by visit_date, staff_id, branch_id, entity_id, county_code, prefecture_code
),
manager_day as (
  select
    t.*,
    lag(visit_date) over (partition by staff_id order by visit_date) as before_staff,
    lag(visit_date) over (partition by staff_id, prefecture_code order by visit_date) as before_prefecture,
    lag(visit_date) over (partition by staff_id, county_code order by visit_date) as before_county,
    lag(visit_date) over (partition by staff_id, entity_id order by visit_date) as before_entity,
    lag(visit_date) over (partition by staff_id, branch_id order by visit_date) as before_branch
  from team_day as t
),
village_year as (
  select
    village_code, county_code, prefecture_code, entity_id, branch_id, staff_id,
    min(visit_date) as visit_date
  from visit
  where village_code is not null
  group by village_code, county_code, prefecture_code, entity_id, branch_id, staff_id, year(visit_date)
),
by_level as (
  @visit_levels(manager_day, village_year)
)
select
  level as level,
  unit_id as unit_id,
  prefecture_code as prefecture_code,
  county_code as county_code,
  entity_id as entity_id,
  branch_id as branch_id,
  staff_id as staff_id,
  visit_date as visit_date,
  cast(visits as bigint) as visits,
  cast(households_day as bigint) as households_day,
  cast(households_new_month as bigint) as households_new_month,
  cast(households_new_year as bigint) as households_new_year,
  cast(managers_day as bigint) as managers_day,
  cast(managers_new_month as bigint) as managers_new_month,
  cast(managers_new_year as bigint) as managers_new_year,
  cast(villages_new_year as bigint) as villages_new_year,
  cast(satisfaction_sum as bigint) as satisfaction_sum,
  cast(satisfaction_count as bigint) as satisfaction_count,
  cast(satisfied_count as bigint) as satisfied_count,
  cast(dwell_minutes as double) as dwell_minutes,
  cast(photos as bigint) as photos
from by_level
