MODEL (
  name staging.initials,
  kind EMBEDDED,
  description 'Pinyin initials of names, for search: one row per name',
  grain (name)
);

select
  cast(name as varchar) as name,
  cast(initials as varchar) as initials
from raw.initials
