MODEL (
  name mart.visit_level_day,
  kind FULL,
  description 'What happened on a day at each level; *_new_month counts units whose first visit of the month at that level and unit falls on this day, so its sum over days is the exact distinct count: one row per level, unit and day',
  grain (level, unit_id, branch_id, visit_date),
  audits (
    one_row_per(columns := (level, unit_id, branch_id, visit_date)),
    levels_agree,
    distinct_recount
  )
);

with visit as (
  -- narrow on purpose: entity and prefecture follow from branch and place, and are added to the few rows left
  select
    visit_date, household_id, staff_id, branch_id, coalesce(county_code, prefecture_code) as place_code,
    satisfaction, cast(round(dwell_minutes * 60) as integer) as dwell_seconds, photo_count
  from core.fct_visit
),
moved_household as (
  -- served by more than one person or branch: only these can be new to one unit and known to another
  select household_id
  from core.fct_visit
  group by household_id
  having min(staff_id) <> max(staff_id) or min(branch_id) <> max(branch_id)
),
settled as (
  select
    v.visit_date, v.staff_id, v.branch_id, v.place_code, v.satisfaction, v.dwell_seconds, v.photo_count,
    lag(v.visit_date) over (partition by v.household_id order by v.visit_date) as before_place
  from visit as v
  left join moved_household as m on m.household_id = v.household_id
  where m.household_id is null
),
moved as (
  select
    v.*,
    lag(v.visit_date) over (partition by v.household_id order by v.visit_date) as before_place,
    lag(v.visit_date) over (partition by v.household_id, b.entity_id order by v.visit_date) as before_entity,
    lag(v.visit_date) over (partition by v.household_id, v.branch_id order by v.visit_date) as before_branch,
    lag(v.visit_date) over (partition by v.household_id, v.staff_id order by v.visit_date) as before_staff
  from visit as v
  inner join moved_household as m on m.household_id = v.household_id
  inner join staging.branch as b on b.branch_id = v.branch_id
),
settled_day as (
  select
    s.visit_date, s.staff_id, s.branch_id, s.place_code,
    @measures(),
    @first_visits(s.before_place, place)
  from settled as s
  inner join core.period as d on d.date = s.visit_date
  group by s.visit_date, s.staff_id, s.branch_id, s.place_code
),
moved_day as (
  select
    s.visit_date, s.staff_id, s.branch_id, s.place_code,
    @measures(),
    @first_visits(s.before_place, place),
    @first_visits(s.before_entity, entity),
    @first_visits(s.before_branch, branch),
    @first_visits(s.before_staff, staff)
  from moved as s
  inner join core.period as d on d.date = s.visit_date
  group by s.visit_date, s.staff_id, s.branch_id, s.place_code
),
team_part as (
  -- per day, person, branch and place: a row for settled households, a row for the others
  @settled_as_moved(settled_day)
  union all
  @settled_as_moved(moved_day)
),
team_day as (
  select t.*, b.entity_id, r.county_code, r.prefecture_code
  from team_part as t
  inner join staging.branch as b on b.branch_id = t.branch_id
  left join core.region_path as r on r.code = t.place_code
),
village_team as (
  select
    village_code, year(visit_date) as year, staff_id, branch_id, entity_id, county_code, prefecture_code,
    min(visit_date) as visit_date
  from core.fct_visit
  where village_code is not null
  group by village_code, year(visit_date), staff_id, branch_id, entity_id, county_code, prefecture_code
),
village_first as (
  select
    visit_date, staff_id, branch_id, entity_id, county_code, prefecture_code,
    @first_in_year(village_code, place),
    @first_in_year((village_code, entity_id), entity),
    @first_in_year((village_code, branch_id), branch),
    @first_in_year((village_code, staff_id), staff)
  from village_team
),
moved_staff as (
  select staff_id
  from team_day
  group by staff_id
  having min(branch_id) <> max(branch_id)
    or min(coalesce(county_code, '')) <> max(coalesce(county_code, ''))
    or min(coalesce(prefecture_code, '')) <> max(coalesce(prefecture_code, ''))
),
manager_day as (
  select t.*, t.before_staff as before_prefecture, t.before_staff as before_county, t.before_staff as before_entity,
    t.before_staff as before_branch
  from (
    select u.*, lag(u.visit_date) over (partition by u.staff_id order by u.visit_date) as before_staff
    from team_day as u
    left join moved_staff as m on m.staff_id = u.staff_id
    where m.staff_id is null
  ) as t
  union all
  select
    u.*,
    lag(u.visit_date) over (partition by u.staff_id order by u.visit_date) as before_staff,
    lag(u.visit_date) over (partition by u.staff_id, u.prefecture_code order by u.visit_date) as before_prefecture,
    lag(u.visit_date) over (partition by u.staff_id, u.county_code order by u.visit_date) as before_county,
    lag(u.visit_date) over (partition by u.staff_id, u.entity_id order by u.visit_date) as before_entity,
    lag(u.visit_date) over (partition by u.staff_id, u.branch_id order by u.visit_date) as before_branch
  from team_day as u
  inner join moved_staff as m on m.staff_id = u.staff_id
),
dated as (
  @with_villages(manager_day, village_first)
),
by_level as (
  @visit_levels(dated)
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
  cast(dwell_seconds as bigint) / 60.0 as dwell_minutes,
  cast(photos as bigint) as photos
from by_level
