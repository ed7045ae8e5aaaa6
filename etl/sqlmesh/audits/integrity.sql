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
  name delivered_once
);

-- a load judges the keys of its feed against all it holds; left are what phones sent, and a visit of both sources
select visit_id from raw.ops_visit group by visit_id having count(*) > 1
union all
select p.visit_id from raw.ops_visit as p inner join raw.visit as v on v.visit_id = p.visit_id;

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
  name each_visit_counts
);

-- the visits of a day are those delivered: no join lost one or took one twice
with delivered as (
  select visit_date, count(*) as visits from @source group by visit_date
),
counted as (
  select visit_date, sum(visits) as visits from @this_model where level = 'province' group by visit_date
)
select coalesce(d.visit_date, c.visit_date) as visit_date
from delivered as d
full join counted as c on c.visit_date = d.visit_date
where coalesce(d.visits, 0) <> coalesce(c.visits, 0);

AUDIT (
  name distinct_recount
);

-- in the latest month, the sums of first visits are the distinct households counted from the visits themselves; a build's
-- moment is the day after the last visit, and a constant is looked for before any join
with summed as (
  select unit_id, sum(households_new_month) as households
  from @this_model
  where visit_date >= date_trunc('month', @execution_date - interval 1 day) and level in ('province', 'entity')
  group by unit_id
),
seen as (
  select distinct entity_id, household_id
  from core.fct_visit
  where visit_date >= date_trunc('month', @execution_date - interval 1 day)
),
counted as (
  select entity_id as unit_id, count(household_id) as households from seen group by entity_id
  union all
  select 'province' as unit_id, count(distinct household_id) as households from seen
)
select coalesce(s.unit_id, c.unit_id) as unit_id
from summed as s
full join counted as c on c.unit_id = s.unit_id
where coalesce(s.households, 0) <> coalesce(c.households, 0);
