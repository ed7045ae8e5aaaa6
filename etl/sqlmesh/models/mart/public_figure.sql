MODEL (
  name mart.public_figure,
  kind VIEW,
  description 'Published figures that stand beside ours, labelled as theirs: one row per figure',
  grain (figure_id),
  audits (whole_row_per(columns := (figure_id), filled := (figure_id, name, value, source)))
);

select figure_id, name, name_en, region_code, value, unit, unit_en, as_of, status, source
from staging.public_figure
