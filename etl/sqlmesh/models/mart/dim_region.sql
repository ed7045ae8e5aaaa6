MODEL (
  name mart.dim_region,
  kind VIEW,
  description 'Administrative regions: one row per region',
  grain (code),
  audits (whole_row_per(columns := (code), filled := (code, level, name)))
);

select code, level, name, coalesce(short_name, name) as short_name, name_en, parent_code, lon, lat
from staging.region
