-- 账本 (the ledger): what an audit knows. docs/ledger.md tells it to people; a test holds the two together.

CREATE TABLE runs (             -- 每次运行
    run         INTEGER,        -- counted from 1
    started     TIMESTAMP,      -- universal time
    finished    TIMESTAMP,      -- NULL if it was broken off
    version     VARCHAR,        -- of gouji
    folder      VARCHAR,        -- the current folder: relative paths begin there
    files       INTEGER,        -- how many files it was about
    read        INTEGER         -- how many of them it had to read
);

CREATE TABLE files (            -- 每份文件
    file        INTEGER,        -- its number in this ledger; a file that is read again gets a new one, and no number comes back
    path        VARCHAR,        -- as the user named it
    digest      VARCHAR,        -- SHA-256 of its bytes, empty if they could not be read
    key         VARCHAR,        -- stands for all that its result follows from; NULL if that cannot be told
    again       BOOLEAN,        -- whether it must be read again next time: a time limit, a crash, a full disk
    expires     DATE,           -- the last day that the result holds, as a suppression expires; NULL: for good
    expired     DATE,           -- the last day that it did not hold yet, as one had not expired; NULL: it always did
    run         INTEGER,        -- the run that read it
    checked     BOOLEAN,        -- FALSE if it could not be checked (X001, X002, X003)
    said_agency VARCHAR,        -- 报告机关, as printed
    said_year   INTEGER,        -- 报告年度, as the report says
    agency      VARCHAR,        -- whose report it is, by the roster's name if there is one; NULL if in doubt
    year        INTEGER,        -- the year that the figures cover; NULL if in doubt
    doubt       VARCHAR,        -- why one of these is in doubt, or the agency is not on the roster; NULL if it is not
    edition     VARCHAR,        -- 2019 or 2021
    kind        VARCHAR,        -- government, department, township or unsure, as the report says
    published   DATE,           -- 发布日期, NULL if the file gives none
    signed      DATE,           -- 落款日期, NULL if there is none
    published_at VARCHAR,       -- where these stand, as JSON: line, col, end_line, end_col, page, address, box
    signed_at   VARCHAR,
    local_due   DATE,           -- the last day to publish that a local ruleset sets for it; NULL if none does
    line        INTEGER,        -- where the report begins (its title): the place of findings about all of it
    col         INTEGER,
    end_line    INTEGER,
    end_col     INTEGER,
    page        INTEGER,
    address     VARCHAR,
    box         VARCHAR,
    remarks     VARCHAR,        -- suppressions written in the report, as JSON; NULL if there are none
    record      VARCHAR         -- the whole result, as JSON for the program's own use
);

CREATE TABLE cells (            -- 每个单元格
    file        INTEGER,
    table_key   VARCHAR,        -- disclosure, applications or review
    row_key     VARCHAR,
    field_key   VARCHAR,
    value       DECIMAL(38, 10),-- exact; money in 万元; NULL if blank, unreadable or not of the kind that belongs there
    raw         VARCHAR,        -- as printed
    line        INTEGER,        -- the place in the file; lines and columns count from 1, the end column is exclusive
    col         INTEGER,
    end_line    INTEGER,
    end_col     INTEGER,
    page        INTEGER,        -- of a PDF
    address     VARCHAR,        -- Sheet1!C5 in a workbook, T2R5C3 in a Word document
    box         VARCHAR         -- of a PDF: [left, top, right, bottom] in points
);

CREATE TABLE passages (         -- 正文的每一句
    file        INTEGER,
    number      INTEGER,        -- in order, from 0
    section     VARCHAR,        -- overview … other_matters, NULL before the first
    text        VARCHAR,
    own         VARCHAR,        -- what of it is compared: without names, figures and marks; NULL for what the law says
    line        INTEGER,
    col         INTEGER,
    end_line    INTEGER,
    end_col     INTEGER,
    page        INTEGER,
    address     VARCHAR,
    box         VARCHAR
);

CREATE TABLE bands (            -- 相似文本的索引 (MinHash/LSH): reports that share one may be alike
    file        INTEGER,
    band        INTEGER,
    hash        UBIGINT
);

CREATE TABLE findings (         -- 每个问题
    file        INTEGER,        -- NULL if it belongs to none (G902)
    number      INTEGER,        -- in order within its file
    across      BOOLEAN,        -- whether it takes several reports to see it (families Y and G)
    agency      VARCHAR,        -- of a finding without a file
    year        INTEGER,
    code        VARCHAR,
    severity    VARCHAR,        -- error, warning or info
    table_key   VARCHAR,
    row_key     VARCHAR,
    field_key   VARCHAR,
    line        INTEGER,
    col         INTEGER,
    message     VARCHAR,
    expected    VARCHAR,
    actual      VARCHAR,
    record      VARCHAR         -- the whole finding, as JSON for the program's own use; NULL if it stands in files.record
);

CREATE TABLE agencies (         -- 名册
    agency      VARCHAR,
    kind        VARCHAR,        -- government, department or township
    level       VARCHAR,
    parent      VARCHAR,        -- NULL for the topmost
    consolidates BOOLEAN,       -- whether its report sums those of its subordinates
    first_year  INTEGER,        -- the first and last year that it must file; NULL: no bound
    last_year   INTEGER,
    due_month   INTEGER,        -- a deadline of its own in the year after; NULL: the statutory one of its kind
    due_day     INTEGER,
    aliases     VARCHAR[]
);

CREATE TABLE answers (          -- 已有的结论: what comparisons came to, so that they need not be made again
    question    VARCHAR,        -- what was asked
    basis       VARCHAR,        -- stands for program and settings
    compared    VARCHAR,        -- stands for the files that were compared
    answer      INTEGER         -- how many relations they break, or how much alike they are, in percent
);

CREATE TABLE state (            -- 账本自身
    name        VARCHAR,        -- layout, version (what made it), changes (how often files changed), numbered (the last number of a file), years, attributed, concluded
    value       VARCHAR         -- of years: of the last audit, empty for all; of attributed and concluded: what the agencies of files were settled by, and the findings across reports were made from; not there meanwhile
);

-- Reports whose agency and year are beyond doubt.
CREATE VIEW filings AS
    SELECT * FROM files WHERE checked AND agency IS NOT NULL AND year IS NOT NULL;

-- Every figure, with whose it is and where it stands.
CREATE VIEW facts AS
    SELECT filings.agency, filings.year, cells.* EXCLUDE (file), filings.path, filings.digest, cells.file
    FROM cells JOIN filings USING (file);

-- One figure for each agency, year and cell: NULL where it is unknown or the agency's filings differ in it.
CREATE VIEW settled AS
    SELECT agency, year, table_key, row_key, field_key,
           CASE WHEN count(*) = count(value) AND min(value) = max(value) THEN min(value) END AS value,
           min(file) AS file, count(*) AS filings
    FROM facts GROUP BY ALL;

-- Every finding with whose it is and where: the list that is worked off.
CREATE VIEW problems AS
    SELECT coalesce(files.agency, findings.agency, files.said_agency) AS agency,
           coalesce(files.year, findings.year, files.said_year) AS year,
           files.path, findings.* EXCLUDE (file, agency, year, record), findings.file
    FROM findings LEFT JOIN files USING (file);
