/** The languages that an editor knows: the SQL of DuckDB, and KQL. */

import { SQLDialect } from "@codemirror/lang-sql";

// Short on purpose: these words are offered while a learner types. Everything here can stand in a SELECT statement.
const duckdb = SQLDialect.define({
  keywords: `select distinct all from where group by having qualify order limit offset asc desc nulls first last
    join inner left right full outer cross semi anti asof natural lateral on using union intersect except
    with recursive materialized as and or not in is null like ilike similar between exists any some case when then else
    end cast try_cast over partition rows range groups preceding following unbounded current row window filter within
    exclude replace columns values sample tablesample pivot unpivot describe summarize show interval at time zone
    collate escape true false rollup cube grouping sets positional`,
  builtin: `count sum avg min max median mode quantile_cont quantile_disc stddev variance string_agg array_agg list
    arg_min arg_max any_value bool_and bool_or corr row_number rank dense_rank percent_rank cume_dist ntile lag lead
    first_value last_value nth_value coalesce nullif greatest least abs ceil floor round sqrt ln exp power mod
    date_trunc date_diff date_part date_add date_sub datediff extract epoch strftime strptime make_date last_day
    dayname monthname now today current_date current_timestamp length lower upper trim ltrim rtrim substring concat concat_ws starts_with ends_with split_part
    regexp_matches regexp_replace regexp_extract lpad rpad unnest generate_series ifnull`,
  types: `bigint boolean date decimal double float hugeint integer int json numeric real smallint text time timestamp
    timestamptz tinyint ubigint uinteger uuid varchar struct map`,
  caseInsensitiveIdentifiers: true,
  operatorChars: "*+-%<>!=&|~^/:",
});

const kql = SQLDialect.define({
  keywords: `let where project extend summarize by join kind on take top limit order sort asc desc distinct count union
    render parse with mv-expand make-series and or not in has contains startswith endswith between matches regex
    inner leftouter rightouter fullouter leftanti leftsemi innerunique nulls first last case true false null`,
  builtin: `avg sum min max count countif dcount dcountif sumif avgif percentile percentiles arg_min arg_max make_list
    make_set bin ago now datetime timespan startofday startofweek startofmonth endofmonth datetime_diff format_datetime
    iff iif case coalesce isnull isnotnull isempty isnotempty strcat split substring tolower toupper strlen round
    tostring toint tolong todouble todatetime row_number prev next`,
  types: "bool datetime dynamic guid int long real string timespan decimal",
  caseInsensitiveIdentifiers: true,
  doubleQuotedStrings: true,
  slashComments: true,
  operatorChars: "*+-%<>!=&|~^/:",
});

export const dialects = { duckdb, kql };
