"""What other databases call things, and what to write here: MySQL, PostgreSQL, BigQuery, SQL Server, Oracle, SQLite, spreadsheets."""

from __future__ import annotations

ADD = "Add a span instead, as in created_at + INTERVAL 3 HOUR."
SUBTRACT = "Subtract a span instead, as in created_at - INTERVAL 3 HOUR."
AS_TEXT = "Here it is called `strftime`: strftime(…, '%Y-%m') gives text such as 2025-11. To keep a date, use date_trunc('month', …)."
CUT = "Here it is called `date_trunc`, with the unit first: date_trunc('month', …)."
APART = "Here it is called `date_diff`, with the unit first and the later moment last: date_diff('day', …, …)."
DAY_OF_DATA = "The data end on 31 December 2025, so write the day that you mean, as in DATE '2025-12-31'."
READ = (
    "Here it is called `strptime`, as in strptime('30.11.2025', '%d.%m.%Y'). A day as '2025-11-30' needs no function."
)
CONVERTED = "Here it is CAST: CAST(… AS DATE), or in short …::DATE."
LOCAL = "All moments here are in UTC. Add the hours for local time, as in created_at + INTERVAL 3 HOUR."
CHOICE = "Write CASE WHEN … THEN … ELSE … END."
MISSING = "Here it is called `coalesce`."
NO_ZERO = "Divide with /, and turn a zero below the line into NULL: … / nullif(…, 0)."
PLACE = "Here it is called `instr`: instr(text, part)."
PATTERN = "Here it is called `regexp_matches`; for simple cases LIKE will do."
FILTER = "Write a condition behind the aggregate: sum(…) FILTER (WHERE …)."
FILTERED_COUNT = "Write the condition behind the count: count(*) FILTER (WHERE …)."
FILTERED_MEAN = "Write a condition behind the aggregate: avg(…) FILTER (WHERE …)."
FILTERED_END = "Write a condition behind the aggregate: min(…) or max(…) FILTER (WHERE …)."
ONE_CONDITION = "It takes one condition, not a column and a value, as in countif(status = 'paid'); count(*) FILTER (WHERE status = 'paid') says the same."
NO_FAULT = "No function is needed: a division by 0 stops no query here. Divide by nullif(…, 0); coalesce(…, 0) puts 0 in the place of NULL."
LOOK_UP = "Rows of another table come by a join: JOIN … ON … with the key that both have."
CUT_OFF = "Here it is called `floor`; a moment becomes its day with …::DATE."
QUANTILE = "Here it is called `quantile_cont`, as in quantile_cont(…, 0.5)."
LIST = "Here it is called `string_agg`, as in string_agg(…, ', ')."
WEEKDAY = "Here they are called `dayname` and `monthname`."
NUMBER = "Here it is CAST: CAST(… AS DOUBLE), or in short …::DOUBLE."

FUNCTIONS = {
    **dict.fromkeys(("nvl", "isnull", "zeroifnull", "ifempty"), MISSING),
    **dict.fromkeys(("date_format", "to_char", "format_date", "format_datetime", "format_timestamp", "text"), AS_TEXT),
    **dict.fromkeys(
        ("dateadd", "timestampadd", "timestamp_add", "datetime_add", "adddate", "addtime", "add_months", "edate"), ADD
    ),
    **dict.fromkeys(("timestamp_sub", "datetime_sub", "subdate"), SUBTRACT),
    **dict.fromkeys(
        ("timestampdiff", "timestamp_diff", "datetime_diff", "months_between", "julianday", "datedif", "days_between"),
        APART,
    ),
    **dict.fromkeys(("timestamp_trunc", "datetime_trunc", "date_bucket"), CUT),
    **dict.fromkeys(
        (
            "getdate",
            "getutcdate",
            "sysdate",
            "sysdatetime",
            "sysutcdatetime",
            "systimestamp",
            "curdate",
            "utc_timestamp",
        ),
        DAY_OF_DATA,
    ),
    **dict.fromkeys(("convert_tz", "convert_timezone", "from_utc_timestamp", "from_tz", "new_time"), LOCAL),
    **dict.fromkeys(
        ("str_to_date", "to_date", "parse_date", "parse_datetime", "parse_timestamp", "datevalue", "datefromstring"),
        READ,
    ),
    **dict.fromkeys(("convert", "try_convert", "safe_cast", "datetime", "todate", "datetime2"), CONVERTED),
    **dict.fromkeys(("to_number", "to_numeric", "cint", "cdbl", "val", "value", "parse_number"), NUMBER),
    **dict.fromkeys(("iif", "choose", "nvl2", "ifs"), CHOICE),
    **dict.fromkeys(("safe_divide", "div0"), NO_ZERO),
    **dict.fromkeys(("charindex", "locate", "patindex", "find", "search"), PLACE),
    **dict.fromkeys(("regexp_like", "regexp_contains", "rlike", "regexp_instr"), PATTERN),
    **dict.fromkeys(("sumif", "sumifs", "sum_if", "sumproduct"), FILTER),
    **dict.fromkeys(("countifs", "countblank", "counta"), FILTERED_COUNT),
    **dict.fromkeys(("averageif", "averageifs", "avgif", "avg_if"), FILTERED_MEAN),
    **dict.fromkeys(("maxifs", "minifs", "maxif", "minif"), FILTERED_END),
    **dict.fromkeys(("iferror", "ifna"), NO_FAULT),
    **dict.fromkeys(("vlookup", "xlookup", "hlookup", "lookup"), LOOK_UP),
    **dict.fromkeys(("rounddown", "roundup"), CUT_OFF),
    **dict.fromkeys(("isblank", "isna", "iserror"), "Write … IS NULL."),
    **dict.fromkeys(("percentile", "approx_percentile", "percentile_approx", "approx_quantiles"), QUANTILE),
    **dict.fromkeys(("wm_concat", "textjoin", "collect_list", "concat_agg"), LIST),
    **dict.fromkeys(("datename", "day_name", "to_day_name"), WEEKDAY),
    **dict.fromkeys(("unix_timestamp", "unix_seconds", "to_unix_timestamp"), "Here it is called `epoch`: epoch(…)."),
    **dict.fromkeys(("uniq", "count_distinct", "countunique", "countd", "dcount"), "Write count(DISTINCT …)."),
    **dict.fromkeys(("average", "mean_value"), "Here it is called `avg`."),
    **dict.fromkeys(("stdev", "stdevp"), "Here it is called `stddev`."),
    **dict.fromkeys(("mid", "substrb"), "Here it is called `substr`: substr(text, first, length)."),
    **dict.fromkeys(
        ("generate_date_array", "generate_timestamp_array", "explode"), "The table `calendar` has the days."
    ),
    "eomonth": "Here it is called `last_day`: last_day(…).",
    "from_unixtime": "Here it is called `to_timestamp`.",
    "month_name": "Here it is called `monthname`.",
    "regexp_substr": "Here it is called `regexp_extract`.",
    "contains_substr": "Here it is called `contains`, or LIKE '%…%'.",
    "isnumeric": "Write TRY_CAST(… AS DOUBLE) IS NOT NULL.",
    "to_varchar": "Here it is CAST: CAST(… AS VARCHAR), or in short …::VARCHAR.",
    "str": "Here it is CAST: CAST(… AS VARCHAR), or in short …::VARCHAR.",
}
# Words without brackets that are functions or columns elsewhere.
COLUMNS = {
    **dict.fromkeys(("sysdate", "systimestamp", "getdate", "sysdatetime", "today", "now"), DAY_OF_DATA),
    "rownum": "Number the rows with row_number() OVER (ORDER BY …), or keep the first ones with LIMIT.",
}
# Functions that are here too and take other things, by their name and by the types that they were given.
OTHERWISE = (
    ("countif", "", ONE_CONDITION),
    ("count_if", "", ONE_CONDITION),
    ("if", "", "It takes a condition and two values, as in if(status = 'paid', 1, 0)."),
    (
        "round",
        "timestamp",
        "A moment becomes its day with …::DATE, and the first day of its month with date_trunc('month', …)::DATE.",
    ),
    ("round", "date", "The first day of a month comes from date_trunc('month', …)::DATE."),
    ("floor", "timestamp", "A moment becomes its day with …::DATE."),
    ("date", "integer", "A day is written in quotes: '2025-11-30'."),
    ("date_sub", "timestamp, interval", SUBTRACT),
    ("date_sub", "date, interval", SUBTRACT),
    ("datediff", "", APART),
    ("date_diff", "", APART),
    ("decode", "", CHOICE),
    ("to_timestamp", "", READ),
    ("strptime", "", READ),
    ("strftime", "", AS_TEXT),
    ("date", "", "It takes a moment alone, as in date(created_at + INTERVAL 3 HOUR)."),
)
# Aggregates that were given more than one value, as in a sheet.
ONE_COLUMN = {
    "sum": "It adds up one column over the rows. Values of one row are added with +, and a condition goes behind it: sum(…) FILTER (WHERE …).",
    "avg": "It takes one column, over the rows. A condition goes behind it: avg(…) FILTER (WHERE …).",
    "count": "To count pairs, put them in brackets: count(DISTINCT (…, …)).",
}
