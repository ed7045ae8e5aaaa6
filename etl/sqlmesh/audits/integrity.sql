AUDIT (
  name one_row_per
);

select @EACH(@columns, c -> c)
from @this_model
group by @EACH(@columns, c -> c)
having count(*) > 1;

AUDIT (
  name whole_row_per
);

-- a key comes once, and no row lacks what must be filled: both in one reading
select @EACH(@columns, c -> c)
from @this_model
group by @EACH(@columns, c -> c)
having count(*) > 1 or @OR(@EACH(@filled, c -> count(c) < count(*)));

AUDIT (
  name refers_to
);

select t.@column
from @this_model as t
left join @parent as p on p.@parent_column = t.@column
where t.@column is not null and p.@parent_column is null;

AUDIT (
  name counts_add_up
);

select feed
from @this_model
where rows_read <> rows_loaded + rows_rejected;

AUDIT (
  name levels_agree
);

-- the visits of all branches are those of all entities, and of the province
with total as (
  select visit_date,
    sum(case when level = 'province' then visits else 0 end) as province,
    sum(case when level = 'entity' then visits else 0 end) as entity,
    sum(case when level = 'branch' then visits else 0 end) as branch,
    sum(case when level = 'staff' then visits else 0 end) as staff
  from @this_model
  group by visit_date
)
select visit_date from total
where province <> entity or province <> branch or province <> staff;

AUDIT (
  name distinct_recount
);

-- in the latest month, the sums of first visits are the distinct households counted from the visits themselves
with latest as (
  select date_trunc('month', max(visit_date)) as month from @this_model
),
summed as (
  select d.unit_id, sum(d.households_new_month) as households
  from @this_model as d
  inner join latest as l on d.visit_date >= l.month
  where d.level in ('province', 'entity')
  group by d.unit_id
),
counted as (
  select v.entity_id as unit_id, count(distinct v.household_id) as households
  from core.fct_visit as v
  inner join latest as l on v.visit_date >= l.month
  group by v.entity_id
  union all
  select 'province' as unit_id, count(distinct v.household_id) as households
  from core.fct_visit as v
  inner join latest as l on v.visit_date >= l.month
)
select coalesce(s.unit_id, c.unit_id) as unit_id
from summed as s
full join counted as c on c.unit_id = s.unit_id
where coalesce(s.households, 0) <> coalesce(c.households, 0);
