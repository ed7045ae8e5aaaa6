AUDIT (
  name cut_without_rest
);

-- the shares of an account are the whole account: nobody holds more than there is, and what nobody holds is there too
select month, customer_id, product_code
from @this_model
where month between @start_date and @end_date
group by month, customer_id, product_code
having sum(share) <> 1;

AUDIT (
  name customers_cut_without_rest
);

-- the shares of a customer are the whole customer, in each group of products
select month, customer_id, product_group
from @this_model
where month between @start_date and @end_date
group by month, customer_id, product_group
having sum(share) <> 1;

AUDIT (
  name balances_are_all_there
);

-- whoever looks after them: the balances of a month are those delivered, to the cent
with delivered as (
  select m.month, sum(b.balance_avg) as balance_avg, sum(b.balance_eop) as balance_eop
  from core.corrected_balance as b
  inner join core.performance_month as m on m.as_of = b.balance_date
  inner join core.home_branch as c on c.customer_id = b.customer_id
  where m.month between @start_date and @end_date
  group by m.month
),
held as (
  select month, sum(balance_avg) as balance_avg, sum(balance_eop) as balance_eop
  from @this_model
  where month between @start_date and @end_date
  group by month
)
select d.month
from delivered as d
left join held as h on h.month = d.month
where h.month is null or h.balance_avg <> d.balance_avg or h.balance_eop <> d.balance_eop;

AUDIT (
  name branches_are_the_entity
);

-- whatever is not counted once at each level adds up: the branches of an entity have what the entity has
select month, entity_id, indicator
from @this_model
where month between @start_date and @end_date and indicator <> 'visit_households'
group by month, entity_id, indicator
having sum(case level when 'branch' then numerator when 'entity' then -numerator else 0 end) <> 0;

AUDIT (
  name people_are_in_the_branch
);

-- nobody has what the branch does not have: people's parts of balances never exceed the branch's
select b.month, b.branch_id
from @this_model as b
where b.month between @start_date and @end_date and b.indicator = 'deposit_eop' and b.level in ('branch', 'staff')
group by b.month, b.branch_id
having sum(case level when 'branch' then numerator else -numerator end) < 0;
