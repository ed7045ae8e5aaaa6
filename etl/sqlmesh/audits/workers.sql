AUDIT (
  name places_agree
);

-- everybody has a place of work and a place of origin: totals by either are the same
select @day
from @this_model
group by @day
having count(*) <> count(destination_province) or count(*) <> count(county_code);

AUDIT (
  name flows_explain_stocks
);

-- in each province of work, from one stock to the next: start + arrivals − departures = end
with day as (
  select stock_date, lag(stock_date) over (order by stock_date) as since
  from (select distinct stock_date from @stock) as days
),
stock as (
  select stock_date, destination_province, count(*) as workers from @stock group by stock_date, destination_province
),
flow as (
  select
    d.stock_date, a.destination_province,
    sum(case when a.activity in ('left', 'moved_in') then 1 else -1 end) as net
  from @this_model as a
  inner join day as d on a.activity_date > d.since and a.activity_date <= d.stock_date
  where a.activity in ('left', 'moved_in', 'moved_out', 'returned')
  group by d.stock_date, a.destination_province
),
signed as (
  select stock_date, destination_province, -workers as people from stock
  where stock_date > (select min(stock_date) from day)
  union all
  select d.stock_date, s.destination_province, s.workers as people
  from stock as s inner join day as d on d.since = s.stock_date
  union all
  select stock_date, destination_province, net as people from flow
)
select stock_date, destination_province from signed group by stock_date, destination_province having sum(people) <> 0;

AUDIT (
  name reached_before_used
);

select u.policy_id, u.worker_id
from @this_model as u
left join @reach as r on r.policy_id = u.policy_id and r.worker_id = u.worker_id
where r.worker_id is null or r.reached_at > u.used_at;

AUDIT (
  name part_of
);

select @part
from @this_model
where @part < 0 or @part > @whole;
