MODEL (
  name staging.worker_move,
  kind EMBEDDED,
  description 'Departures, moves and returns as registered: one row per move',
  grain (move_id)
);

select
  cast(move_id as varchar) as move_id,
  cast(worker_id as varchar) as worker_id,
  cast(kind as varchar) as kind,
  cast(moved_date as date) as moved_date,
  cast(recorded_at as timestamp) as recorded_at,
  cast(city_code as varchar) as city_code
from raw.worker_move
