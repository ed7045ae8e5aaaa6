AUDIT (
  name places_agree
);

-- everybody has a place of work and a place of origin, and is in one cell: totals by either are those of the workers
with cell as (
  select
    stock_date, sum(workers) as workers,
    sum(case when destination_province is not null then workers else 0 end) as placed,
    sum(case when county_code is not null then workers else 0 end) as at_home
  from @this_model
  group by stock_date
),
person as (
  select stock_date, count(*) as workers from @workers group by stock_date
)
select p.stock_date
from person as p
left join cell as c on c.stock_date = p.stock_date
where c.workers is null or p.workers <> c.workers or c.placed <> c.workers or c.at_home <> c.workers;

AUDIT (
  name flows_explain_stocks
);

-- in each county and province of work, from one stock to the next: start + arrivals − departures = end
with day as (
  select stock_date, lag(stock_date) over (order by stock_date) as since
  from (select distinct stock_date from @stock) as days
),
signed as (
  select stock_date, county_code, destination_province, -workers as people
  from @stock
  where stock_date > (select min(stock_date) from day)
  union all
  select d.stock_date, s.county_code, s.destination_province, s.workers as people
  from @stock as s inner join day as d on d.since = s.stock_date
  union all
  select
    d.stock_date, a.county_code, a.destination_province,
    case when a.activity in ('left', 'moved_in') then 1 else -1 end as people
  from @this_model as a
  inner join day as d on a.activity_date > d.since and a.activity_date <= d.stock_date
  where a.activity in ('left', 'moved_in', 'moved_out', 'returned')
)
select stock_date, county_code, destination_province
from signed
group by stock_date, county_code, destination_province
having sum(people) <> 0;

AUDIT (
  name reached_before_used
);

-- a policy is used only by those it reached: one first reach, at most one first use, never the other way round
select policy_id, worker_id
from @this_model
where policy_id is not null
group by policy_id, worker_id
having sum(case when is_first_reach then 1 else 0 end) <> 1
  or sum(case when is_first_use then 1 else 0 end) > 1
  or min(case when is_first_use then happened_at end) < min(case when is_first_reach then happened_at end);

AUDIT (
  name part_of
);

select @part
from @this_model
where @part < 0 or @part > @whole;
