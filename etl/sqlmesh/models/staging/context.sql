MODEL (
  name staging.context,
  kind EMBEDDED,
  description 'The business day a pass builds for: one row. as_of_date is the last business day with complete data'
);

select
  cast(as_of_date as date) as as_of_date,
  cast(data_as_of as timestamp) as data_as_of
from raw.context
