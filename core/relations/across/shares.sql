-- 下级 (shares): for sums that do not come out, which subordinates count most, have no figure, or have just the figure by
-- which the two sides differ.
WITH
doubtful AS MATERIALIZED (
    SELECT unnest(from_json(?, '[{"file":"INTEGER","instance":"INTEGER","peers":"INTEGER","table_key":"VARCHAR",
        "row_key":"VARCHAR","field_key":"VARCHAR","difference":"DECIMAL(38,10)"}]'), recursive := true)
),
links AS MATERIALIZED (                 -- the first file of each subordinate, and its turn among them
    SELECT unnest(from_json(?, '[{"peers":"INTEGER","whose":"VARCHAR","file":"INTEGER","turn":"INTEGER"}]'), recursive := true)
),
repeated AS MATERIALIZED (              -- the files of those that filed more than once
    SELECT unnest(from_json(?, '[{"file":"INTEGER","filing":"INTEGER"}]'), recursive := true)
),
spots AS MATERIALIZED (                 -- the cells of the form that are summed
    SELECT row_number() OVER () AS spot, * FROM (SELECT DISTINCT table_key, row_key, field_key FROM doubtful)
),
figures AS MATERIALIZED (
    SELECT file, spot, CASE WHEN abs(value) < 100000000000000 THEN value END AS value
    FROM cells SEMI JOIN links USING (file) JOIN spots USING (table_key, row_key, field_key)
),
differing AS MATERIALIZED (
    SELECT filing AS file, spot, TRUE AS differs
    FROM cells JOIN repeated USING (file) JOIN spots USING (table_key, row_key, field_key)
    GROUP BY ALL HAVING count(*) > count(value) OR min(value) < max(value)
),
shares AS (
    SELECT doubtful.file, instance, difference, links.file AS child, turn, CASE WHEN differs IS NULL THEN value END AS value
    FROM doubtful JOIN spots USING (table_key, row_key, field_key) JOIN links USING (peers)
    LEFT JOIN figures ON figures.file = links.file AND figures.spot = spots.spot
    LEFT JOIN differing ON differing.file = links.file AND differing.spot = spots.spot
    WHERE whose = 'children'
)
SELECT file, instance, count(*) - count(value),
    (list({'file': child, 'value': value} ORDER BY value DESC, turn) FILTER (value > 0))[:5],
    (list(child ORDER BY turn) FILTER (value IS NULL))[:5],
    (list(child ORDER BY turn) FILTER (value = difference))[:5]
FROM shares GROUP BY file, instance
