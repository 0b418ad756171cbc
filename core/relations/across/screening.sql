-- 筛查 (screening): over some hundred reports, the instances of relations whose condition is met beyond doubt and that
-- perhaps no choice of numbers satisfies.
--
-- What is known of a term is an interval, as in gouji.relations.evaluation: a figure is a point, an unknown count 0 or more.
-- A figure of more than 14 digits is none, so that sums stay exact.
WITH
spots AS MATERIALIZED (                 -- the cells of the form that are looked at, and whether in others' reports too
    SELECT unnest(from_json(?, '[{"spot":"INTEGER","table_key":"VARCHAR","row_key":"VARCHAR","field_key":"VARCHAR",
        "prior":"BOOLEAN","children":"BOOLEAN"}]'), recursive := true)
),
instances AS MATERIALIZED (             -- what sums must come to, with how many terms
    SELECT unnest(from_json(?, '[{"instance":"INTEGER","edition":"VARCHAR","terms":"INTEGER","prior":"BOOLEAN",
        "children":"BOOLEAN","ordering":"VARCHAR","constant":"DECIMAL(18,0)","when_ordering":"VARCHAR",
        "when_constant":"DECIMAL(18,0)"}]'), recursive := true)
),
terms AS MATERIALIZED (                 -- what these sums are made of
    SELECT unnest(from_json(?, '[{"instance":"INTEGER","term":"INTEGER","whose":"VARCHAR","spot":"INTEGER",
        "signed":"BOOLEAN","coefficient":"DECIMAL(10,0)","when_coefficient":"DECIMAL(10,0)"}]'), recursive := true)
),
reports AS MATERIALIZED (               -- those that are looked at, and how many others they have to be compared with
    SELECT unnest(from_json(?, '[{"file":"INTEGER","peers":"INTEGER","edition":"VARCHAR","prior":"INTEGER",
        "children":"INTEGER"}]'), recursive := true)
),
links AS MATERIALIZED (                 -- these others, by the number of the first file of each
    SELECT unnest(from_json(?, '[{"peers":"INTEGER","whose":"VARCHAR","file":"INTEGER"}]'), recursive := true)
),
repeated AS MATERIALIZED (              -- the files of agencies that filed more than once, and the first of each
    SELECT unnest(from_json(?, '[{"file":"INTEGER","filing":"INTEGER"}]'), recursive := true)
),
operands AS MATERIALIZED (              -- every term of every instance in every report that it can be asked of
    SELECT file, peers, reports.children, terms.*
    FROM reports JOIN instances USING (edition) JOIN terms USING (instance)
    WHERE (NOT instances.prior OR reports.prior > 0) AND (NOT instances.children OR reports.children > 0)
),
files AS MATERIALIZED (SELECT file FROM reports UNION SELECT file FROM links UNION SELECT file FROM repeated),
figures AS MATERIALIZED (
    SELECT file, spot, prior, children, CASE WHEN abs(value) < 100000000000000 THEN value END AS value
    FROM cells SEMI JOIN files USING (file) JOIN spots USING (table_key, row_key, field_key)
),
agreed AS (                             -- by all filings of an agency on a year: where they differ, the figure is unknown
    SELECT filing AS file, spot, prior, children,
           CASE WHEN count(*) = count(value) AND min(value) = max(value) THEN min(value) END AS value
    FROM figures JOIN repeated USING (file) GROUP BY ALL
),
others AS (FROM figures ANTI JOIN repeated USING (file) UNION ALL FROM agreed),
sums AS MATERIALIZED (
    SELECT whose, peers, spot, sum(value) AS value, count(value) AS known
    FROM others JOIN links USING (file)
    WHERE CASE whose WHEN 'prior' THEN prior ELSE children END GROUP BY whose, peers, spot
),
known AS (
    SELECT file, peers, instance, term, signed, coefficient, when_coefficient, value AS low, value AS high
    FROM operands JOIN figures USING (file, spot) WHERE whose = ''
    UNION ALL
    SELECT file, peers, instance, term, signed, coefficient, when_coefficient, coalesce(value, 0),
           CASE WHEN known = CASE whose WHEN 'prior' THEN 1 ELSE children END THEN value END
    FROM operands LEFT JOIN sums USING (whose, peers, spot)
    WHERE whose = 'children' OR (whose = 'prior' AND known IS NOT NULL)
),
bounds AS MATERIALIZED (
    SELECT * REPLACE (CASE WHEN high IS NOT NULL OR NOT signed THEN coalesce(low, 0) END AS low) FROM known
),
parts AS (
    SELECT *,
        CASE sign(coefficient) WHEN 0 THEN 0 WHEN 1 THEN coefficient * low ELSE coefficient * high END AS least,
        CASE sign(coefficient) WHEN 0 THEN 0 WHEN 1 THEN coefficient * high ELSE coefficient * low END AS most,
        CASE sign(when_coefficient) WHEN 0 THEN 0 WHEN 1 THEN when_coefficient * low ELSE when_coefficient * high END
            AS when_least,
        CASE sign(when_coefficient) WHEN 0 THEN 0 WHEN 1 THEN when_coefficient * high ELSE when_coefficient * low END
            AS when_most
    FROM bounds
),
totals AS (                             -- NULL: without end
    SELECT file, peers, instance, count(*) AS found,
        CASE WHEN count(least) = count(*) THEN sum(least) END AS least,
        CASE WHEN count(most) = count(*) THEN sum(most) END AS most,
        CASE WHEN count(when_least) = count(*) THEN sum(when_least) END AS when_least,
        CASE WHEN count(when_most) = count(*) THEN sum(when_most) END AS when_most,
        bool_or(abs(coefficient) > 1 AND high IS NULL) AS uneven    -- perhaps no whole number makes it up
    FROM parts GROUP BY file, peers, instance
),
balanced AS (
    SELECT file, peers, instance, children, uneven, least + constant AS least, most + constant AS most,
           when_least + when_constant AS when_least, when_most + when_constant AS when_most, ordering, when_ordering
    FROM totals JOIN instances USING (instance) WHERE found = terms
),
broken AS MATERIALIZED (
    SELECT file, peers, instance, children, CASE WHEN least = most THEN abs(least) END AS difference
    FROM balanced
    WHERE CASE ordering
            WHEN '==' THEN least > 0 OR most < 0 OR uneven
            WHEN '!=' THEN least = 0 AND most = 0
            WHEN '<=' THEN least > 0
            ELSE least >= 0
          END
      AND CASE when_ordering
            WHEN '==' THEN when_least = 0 AND when_most = 0
            WHEN '!=' THEN when_least > 0 OR when_most < 0
            WHEN '<=' THEN when_most <= 0
            WHEN '<' THEN when_most < 0
            ELSE TRUE
          END
),
counted AS (
    SELECT reports.file, reports.peers, count(broken.file) AS breaches
    FROM reports LEFT JOIN broken ON broken.file = reports.file AND broken.peers = reports.peers AND broken.children
    GROUP BY ALL
),
chosen AS MATERIALIZED (                -- sums are those of the peers that leave the fewest breaches; all else is of the first
    SELECT file, min(peers) AS usual, arg_min(peers, (breaches, peers)) AS fewest FROM counted GROUP BY file
),
told AS MATERIALIZED (                  -- few: what is known of their terms is collected for them alone
    SELECT broken.* FROM broken JOIN chosen USING (file) WHERE peers = CASE WHEN children THEN fewest ELSE usual END
)
SELECT file, peers, instance, any_value(difference), list({'term': term, 'low': low, 'high': high})
FROM told JOIN bounds USING (file, peers, instance) GROUP BY file, peers, instance
