MODEL (
  name mart.dim_region,
  kind VIEW,
  description 'Administrative regions: one row per region',
  grain (code),
  audits (one_row_per(columns := (code)), not_null(columns := (code, level, name)))
);

select code, level, name, coalesce(short_name, name) as short_name, name_en, parent_code, lon, lat
from staging.region
