MODEL (
  name mart.village_reach,
  kind FULL,
  description 'How far visits reached each village in a year: one row per village and year, villages without a visit included',
  grain (village_code, year),
  audits (one_row_per(columns := (village_code, year)))
);

with living as (
  select village_code, count(household_id) as households from staging.household group by village_code
),
reached as (
  -- by household first: distinct households of a village are then its rows
  select household_id, year(visit_date) as year, count(visit_id) as visits, min(visit_date) as first_date,
    max(visit_date) as last_date
  from staging.visit
  group by household_id, year(visit_date)
),
visited as (
  select
    r.village_code, v.year, sum(v.visits) as visits, count(v.household_id) as households_visited,
    min(v.first_date) as first_visit_date, max(v.last_date) as last_visit_date
  from reached as v
  inner join staging.household as h on h.household_id = v.household_id
  inner join core.region_path as r on r.code = h.village_code
  where r.village_code is not null
  group by r.village_code, v.year
),
years as (
  select distinct year from visited
),
served as (
  select county_code, min(entity_id) as entity_id from staging.entity_county group by county_code
)
select
  r.village_code as village_code,
  r.township_code as township_code,
  r.county_code as county_code,
  r.prefecture_code as prefecture_code,
  s.entity_id as entity_id,
  cast(y.year as integer) as year,
  cast(coalesce(h.households, 0) as bigint) as households,
  cast(coalesce(v.households_visited, 0) as bigint) as households_visited,
  cast(coalesce(v.visits, 0) as bigint) as visits,
  v.first_visit_date as first_visit_date,
  v.last_visit_date as last_visit_date
from core.region_path as r
cross join years as y
left join living as h on h.village_code = r.village_code
left join visited as v on v.village_code = r.village_code and v.year = y.year
left join served as s on s.county_code = r.county_code
where r.level = 'village'
