MODEL (
  name mart.visit_level_day,
  kind FULL,
  description 'What happened on a day at each level; *_new_month counts units whose first visit of the month at that level and unit falls on this day, so its sum over days is the exact distinct count: one row per level, unit and day',
  grain (level, unit_id, branch_id, visit_date),
  depends_on (core.fct_visit),
  audits (
    one_row_per(columns := (level, unit_id, branch_id, visit_date)),
    each_visit_counts(source := staging.visit),
    levels_agree,
    distinct_recount
  )
);

-- whole numbers stand for ids until the few rows left get their ids back: they sort, group and compare faster
with branch as (
  select u.branch_id, b.entity_id, row_number() over (order by u.branch_id) as branch_no
  from (select branch_id from core.post_on_day union select branch_id from staging.household) as u
  inner join staging.branch as b on b.branch_id = u.branch_id
),
region as (
  select
    code, county_code, prefecture_code,
    dense_rank() over (order by county_code, prefecture_code) as place_no,
    case when village_code is not null then dense_rank() over (order by village_code) end as village_no
  from core.region_path
),
place as (
  select distinct place_no, county_code, prefecture_code from region
),
household as (
  select v.household_id, row_number() over (order by v.household_id) as household_no, b.branch_no, r.place_no, r.village_no
  from (select distinct household_id from staging.visit) as v
  left join staging.household as h on h.household_id = v.household_id
  left join branch as b on b.branch_id = h.branch_id
  left join region as r on r.code = h.village_code
),
staff as (
  select staff_id, row_number() over (order by staff_id) as staff_no
  from (select distinct staff_id from staging.visit) as v
),
post as (
  -- who never had a post is of the household's branch, as in core.fct_visit
  select
    s.staff_id, s.staff_no, b.branch_no, dense_rank() over (order by s.staff_no, b.branch_no) as team_no,
    coalesce(p.from_date, cast('1900-01-01' as date)) as from_date,
    coalesce(p.to_date, cast('9999-12-31' as date)) as to_date
  from staff as s
  left join core.post_on_day as p on p.staff_id = s.staff_id
  left join branch as b on b.branch_id = p.branch_id
),
visit as (
  select
    v.visit_date, v.satisfaction, v.photo_count,
    cast(round(epoch(v.ended_at) - epoch(v.started_at)) as integer) as dwell_seconds,
    cast(h.household_no as integer) as household_no, cast(p.staff_no as integer) as staff_no,
    cast(coalesce(p.branch_no, h.branch_no, 0) as integer) as branch_no, cast(p.team_no as integer) as team_no,
    cast(coalesce(h.place_no, 0) as integer) as place_no, cast(h.village_no as integer) as village_no
  from staging.visit as v
  inner join household as h on h.household_id = v.household_id
  inner join post as p on p.staff_id = v.staff_id and v.visit_date >= p.from_date and v.visit_date < p.to_date
),
measure_day as (
  select visit_date, staff_no, branch_no, place_no, @measures()
  from visit
  group by visit_date, staff_no, branch_no, place_no
),
moved_household as (
  -- served by more than one person or branch: only these can be new to one unit and known to another
  select household_no from visit group by household_no having min(team_no) <> max(team_no)
),
seen as (
  select
    v.visit_date, v.staff_no, v.branch_no, v.place_no, v.household_no, m.household_no is not null as is_moved,
    lag(v.visit_date) over (partition by v.household_no order by v.visit_date) as before_place
  from visit as v
  left join moved_household as m on m.household_no = v.household_no
),
settled_day as (
  select s.visit_date, s.staff_no, s.branch_no, s.place_no, @first_visits(s.before_place, place)
  from seen as s
  inner join core.period as d on d.date = s.visit_date
  where not s.is_moved
  group by s.visit_date, s.staff_no, s.branch_no, s.place_no
),
moved as (
  select
    s.visit_date, s.staff_no, s.branch_no, s.place_no, s.before_place,
    lag(s.visit_date) over (partition by s.household_no, b.entity_id order by s.visit_date) as before_entity,
    lag(s.visit_date) over (partition by s.household_no, s.branch_no order by s.visit_date) as before_branch,
    lag(s.visit_date) over (partition by s.household_no, s.staff_no order by s.visit_date) as before_staff
  from seen as s
  inner join branch as b on b.branch_no = s.branch_no
  where s.is_moved
),
moved_day as (
  select
    s.visit_date, s.staff_no, s.branch_no, s.place_no,
    @first_visits(s.before_place, place),
    @first_visits(s.before_entity, entity),
    @first_visits(s.before_branch, branch),
    @first_visits(s.before_staff, staff)
  from moved as s
  inner join core.period as d on d.date = s.visit_date
  group by s.visit_date, s.staff_no, s.branch_no, s.place_no
),
village_team as (
  select village_no, year(visit_date) as year, staff_no, branch_no, place_no, min(visit_date) as visit_date
  from visit
  where village_no is not null
  group by village_no, year(visit_date), staff_no, branch_no, place_no
),
village_first as (
  select
    t.visit_date, t.staff_no, t.branch_no, t.place_no,
    @first_in_year(t.village_no, place),
    @first_in_year((t.village_no, b.entity_id), entity),
    @first_in_year((t.village_no, t.branch_no), branch),
    @first_in_year((t.village_no, t.staff_no), staff)
  from village_team as t
  inner join branch as b on b.branch_no = t.branch_no
),
village_day as (
  select visit_date, staff_no, branch_no, place_no, @village_sums()
  from village_first
  group by visit_date, staff_no, branch_no, place_no
),
moved_staff as (
  select staff_no
  from measure_day
  group by staff_no
  having min(branch_no) <> max(branch_no) or min(place_no) <> max(place_no)
),
manager_day as (
  -- of one branch and place there is one row a day, as new to all of them as to the person
  select
    t.*, false as is_moved, t.before_staff as before_prefecture, t.before_staff as before_county,
    t.before_staff as before_entity, t.before_staff as before_branch
  from (
    select u.*, lag(u.visit_date) over (partition by u.staff_no order by u.visit_date) as before_staff
    from measure_day as u
    left join moved_staff as m on m.staff_no = u.staff_no
    where m.staff_no is null
  ) as t
  union all
  select
    u.*,
    lag(u.visit_date) over (partition by u.staff_no order by u.visit_date) as before_staff,
    true as is_moved,
    lag(u.visit_date) over (partition by u.staff_no, r.prefecture_code order by u.visit_date) as before_prefecture,
    lag(u.visit_date) over (partition by u.staff_no, r.county_code order by u.visit_date) as before_county,
    lag(u.visit_date) over (partition by u.staff_no, b.entity_id order by u.visit_date) as before_entity,
    lag(u.visit_date) over (partition by u.staff_no, u.branch_no order by u.visit_date) as before_branch
  from measure_day as u
  inner join moved_staff as m on m.staff_no = u.staff_no
  inner join branch as b on b.branch_no = u.branch_no
  left join place as r on r.place_no = u.place_no
),
team_day as (
  @team_days(manager_day, settled_day, moved_day, village_day)
),
by_level as (
  @visit_levels(team_day, staff, branch, place)
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
