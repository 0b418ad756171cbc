-- 位置 (places): where the cells stand that are reported, and what is printed there.
WITH asked AS MATERIALIZED (
    SELECT unnest(from_json(?, '[{"file":"INTEGER","instance":"INTEGER","table_key":"VARCHAR","row_key":"VARCHAR",
        "field_key":"VARCHAR"}]'), recursive := true)
)
SELECT file, instance, raw, line, col, end_line, end_col, page, address, box
FROM cells JOIN asked USING (file, table_key, row_key, field_key)
