MODEL (
  name staging.worker_service,
  kind EMBEDDED,
  description 'Services to registered workers: one row per service',
  grain (service_id)
);

select
  cast(service_id as varchar) as service_id,
  cast(worker_id as varchar) as worker_id,
  cast(served_at as timestamp) as served_at,
  cast(kind as varchar) as kind,
  cast(policy_id as varchar) as policy_id,
  cast(centre_id as varchar) as centre_id,
  cast(channel as varchar) as channel,
  cast(amount as decimal(18,2)) as amount
from raw.worker_service
