MODEL (
  name staging.public_figure,
  kind EMBEDDED,
  description 'Published figures: one row per figure',
  grain (figure_id)
);

select
  cast(figure_id as varchar) as figure_id,
  cast(name as varchar) as name,
  cast(name_en as varchar) as name_en,
  cast(region_code as varchar) as region_code,
  cast(value as double) as value,
  cast(unit as varchar) as unit,
  cast(unit_en as varchar) as unit_en,
  cast(as_of as date) as as_of,
  cast(status as varchar) as status,
  cast(source as varchar) as source
from raw.public_figure
