MODEL (
  name staging.conduct,
  kind EMBEDDED,
  description 'Incidents: one row per incident',
  grain (incident_id)
);

select
  cast(incident_id as varchar) as incident_id,
  cast(staff_id as varchar) as staff_id,
  cast(branch_id as varchar) as branch_id,
  cast(kind as varchar) as kind,
  cast(points as decimal(5,2)) as points,
  cast(happened_at as timestamp) as happened_at,
  cast(recorded_at as timestamp) as recorded_at,
  cast(note as varchar) as note
from raw.conduct
