MODEL (
  name core.portfolio_spell,
  kind FULL,
  description 'Who looks after a group of a customer''s products from when to when, in which post and branch: one row per customer, group, holder and time without a change of either. What was agreed for a group stands in place of what holds for all',
  grain (customer_id, product_group, staff_id, branch_id, post_code, valid_from),
  audits (not_null(columns := (customer_id, product_group, staff_id, branch_id, entity_id)))
);

with groups as (
  select 'deposit' as product_group union all select 'loan' union all select 'online'
),
own as (
  select customer_id, product_group, staff_id, share, valid_from, valid_to
  from staging.portfolio
  where product_group <> 'all'
),
whole as (
  select customer_id, staff_id, share, valid_from, valid_to from staging.portfolio where product_group = 'all'
),
cut as (
  select distinct customer_id, product_group from own
),
-- where a group has terms of its own, time is cut at every change, and each piece takes the group's terms if there are any
edge as (
  select customer_id, product_group, valid_from as edge_date from own
  union
  select customer_id, product_group, valid_to as edge_date from own
  union
  select w.customer_id, c.product_group, w.valid_from as edge_date
  from whole as w inner join cut as c on c.customer_id = w.customer_id
  union
  select w.customer_id, c.product_group, w.valid_to as edge_date
  from whole as w inner join cut as c on c.customer_id = w.customer_id
),
piece as (
  select
    customer_id, product_group, edge_date as valid_from,
    lead(edge_date) over (partition by customer_id, product_group order by edge_date) as valid_to
  from edge
),
replaced as (
  select p.customer_id, p.product_group, o.staff_id, o.share, p.valid_from, p.valid_to
  from piece as p
  inner join own as o
    on o.customer_id = p.customer_id and o.product_group = p.product_group
    and o.valid_from <= p.valid_from and o.valid_to >= p.valid_to
),
own_piece as (
  select distinct customer_id, product_group, valid_from from replaced
),
holding as (
  select customer_id, product_group, staff_id, share, valid_from, valid_to from replaced
  union all
  select p.customer_id, p.product_group, w.staff_id, w.share, p.valid_from, p.valid_to
  from piece as p
  inner join whole as w
    on w.customer_id = p.customer_id and w.valid_from <= p.valid_from and w.valid_to >= p.valid_to
  left join own_piece as o
    on o.customer_id = p.customer_id and o.product_group = p.product_group and o.valid_from = p.valid_from
  where o.customer_id is null
  union all
  select w.customer_id, g.product_group, w.staff_id, w.share, w.valid_from, w.valid_to
  from whole as w
  cross join groups as g
  left join cut as c on c.customer_id = w.customer_id and c.product_group = g.product_group
  where c.customer_id is null
)
select
  h.customer_id as customer_id,
  h.product_group as product_group,
  h.staff_id as staff_id,
  p.branch_id as branch_id,
  p.entity_id as entity_id,
  p.post_code as post_code,
  h.share as share,
  greatest(h.valid_from, p.from_date) as valid_from,
  least(h.valid_to, p.to_date) as valid_to
from holding as h
inner join core.post_on_day as p
  on p.staff_id = h.staff_id and p.from_date < h.valid_to and p.to_date > h.valid_from
where h.product_group <> 'intermediary'
